-- What SQL of other apps may read of the ledger: its movements, and what funds keep reserved. They are
-- read as the one who asks sees them, and moved by `funds` alone.

create or replace function funds_movements() returns setof funds_transfer language sql stable
begin atomic
  select t.* from funds_transfer t;
end;

create or replace function funds_reserved() returns table (fund_id bigint, balance bigint)
  language sql stable
begin atomic
  select a.fund_id, a.balance from funds_account a where a.kind = 'reserved';
end;
