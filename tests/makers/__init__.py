"""What tests make, each kind of thing in one place: people, unions, households, money, and small
worlds of them. A test says what it is about; the rest comes from here.
"""
