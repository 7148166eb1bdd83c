-- Money moves only along the listed ways inside one fund, and a transfer is what moves a balance:
-- one statement trigger locks, checks and applies net sums. A receipt is reversed as somebody else
-- proposed. The ways repeat `funds/enums.py`; a unit test compares the two.

create or replace function funds_post() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  -- Locked in id order, so that two batches never wait for each other; NO KEY UPDATE, because a
  -- stronger lock would deadlock with the foreign keys of concurrent inserts.
  perform 1 from funds_account a
    where a.id in (select debit_id from posted union select credit_id from posted)
    order by a.id for no key update;
  -- Grouped first: a batch of 100,000 is a handful of kinds of movement. Anything but a plain yes
  -- refuses: row-level security hides an account of another's fund from this function too.
  if exists (select 1 from (select distinct fund_id, debit_id, credit_id, reason,
                                   about_id is not null as undoes from posted) p
             left join funds_account d on d.id = p.debit_id
             left join funds_account c on c.id = p.credit_id
             where (d.fund_id = p.fund_id and c.fund_id = p.fund_id
                    and (p.reason, d.kind, c.kind) in (
                      ('receive', 'source', 'available'),
                      ('reserve', 'available', 'reserved'),
                      ('unreserve', 'reserved', 'available'),
                      ('clear', 'reserved', 'clearing'),
                      ('pay', 'clearing', 'paid'),
                      ('return', 'clearing', 'returned'),
                      ('restore', 'returned', 'available'),
                      ('again', 'returned', 'reserved'),
                      ('claim_back', 'paid', 'to_recover'),
                      ('recovered', 'to_recover', 'available'),
                      ('claim_dropped', 'to_recover', 'paid'),
                      ('write_off', 'to_recover', 'lost'),
                      ('regained', 'lost', 'available'),
                      ('surplus', 'source', 'surplus'),
                      ('surplus_back', 'surplus', 'source'),
                      ('surplus_kept', 'surplus', 'available'),
                      ('reverse', 'available', 'source'))
                    and p.undoes = (p.reason = 'claim_back' or p.reason = 'recovered'
                      or p.reason = 'claim_dropped' or p.reason = 'write_off' or p.reason = 'regained'
                      or p.reason = 'surplus' or p.reason = 'surplus_back' or p.reason = 'surplus_kept'
                      or p.reason = 'reverse')) is not true) then
    raise exception 'transfer leaves its fund' using errcode = 'check_violation',
      constraint = 'transfer_inside_fund';
  end if;
  -- Of one transfer no more is undone than it moved; a claim that was dropped frees its room. Behind
  -- the locks: what others undid of the same fund meanwhile is seen.
  if exists (select 1 from posted where about_id is not null) then
    if exists (select 1 from posted p left join funds_transfer u on u.id = p.about_id
               where p.about_id is not null
                 and (u.fund_id = p.fund_id and (p.reason, u.reason) in (
                        ('claim_back', 'pay'),
                        ('recovered', 'claim_back'),
                        ('claim_dropped', 'claim_back'),
                        ('write_off', 'claim_back'),
                        ('regained', 'write_off'),
                        ('surplus', 'recovered'),
                        ('surplus_back', 'surplus'),
                        ('surplus_kept', 'surplus'),
                        ('reverse', 'receive'))) is not true)
       or exists (select 1 from funds_transfer u
                  where u.id in (select about_id from posted where about_id is not null)
                    and u.amount < (
                      select sum(t.amount - coalesce((select sum(f.amount) from funds_transfer f
                                                      where f.about_id = t.id
                                                        and f.reason = 'claim_dropped'), 0))
                      from funds_transfer t where t.about_id = u.id)) then
      raise exception 'undoes beyond what it undoes' using errcode = 'check_violation',
        constraint = 'transfer_undoes_within';
    end if;
    if exists (select 1 from posted p join funds_transfer u on u.id = p.about_id
               left join funds_reversal r on r.receipt_id = u.id and p.idem = 'reverse:' || r.id
               where p.reason = 'reverse'
                 and (r.amount_fen = p.amount
                      and not exists (select 1 from funds_reversalanswer a where a.reversal_id = r.id)
                      and p.by_user_id <> coalesce(u.by_user_id, 0)
                      and p.by_user_id <> r.proposed_by_id) is not true) then
      raise exception 'a receipt is reversed as proposed, by another' using errcode = 'check_violation',
        constraint = 'transfer_reversed_by_another';
    end if;
  end if;
  -- The most repeats `funds/enums.py`; a unit test compares the two.
  if exists (select 1 from posted where reason = 'receive'
             and (amount > 10000000000000 or reference !~ '[^[:space:]　]')) then
    raise exception 'a receipt has a document and is no slip' using errcode = 'check_violation',
      constraint = 'transfer_receipt_stands';
  end if;
  update funds_account a set balance = a.balance + net.amount
    from (select account, sum(amount) as amount from (
            select debit_id as account, -amount as amount from posted
            union all select credit_id, amount from posted) moved
          group by account) net
    where a.id = net.account;
  return null;
end $$;

create or replace trigger post after insert on funds_transfer
  referencing new table as posted for each statement execute function funds_post();
