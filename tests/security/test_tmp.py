def test_x(shop):
    print(shop)
