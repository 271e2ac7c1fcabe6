-- Counters of the durable rate limits; columns as rate-limiter-flexible expects them (expire: milliseconds since the epoch).
create table base.limit (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);

-- The role of partners' connections. It may EXECUTE the functions of access/ and has no right to read any table. Roles belong to the
-- whole cluster, so another database's Parley may have made it already.
do $$ begin
  create role parley_partner login;
exception when duplicate_object then null; end $$;
alter role parley_partner set statement_timeout = '5s';
alter role parley_partner set idle_in_transaction_session_timeout = '2s';
alter role parley_partner set lock_timeout = '4s';
-- The statements inside the gate look things up by key; planning them anew for each call would cost as much as running them.
alter role parley_partner set plan_cache_mode = 'force_generic_plan';
-- And made once, when a table may still have been small, they must never be a walk over a whole table or a sort of a whole conversation.
alter role parley_partner set enable_seqscan = off;
alter role parley_partner set enable_bitmapscan = off;
-- Lets the platform see when that role's transactions began (base.drain), also where it is not a superuser.
do $$ begin
  execute format('grant parley_partner to %I', current_user);
exception when others then
  if not (select rolsuper from pg_roles where rolname = current_user) then raise; end if;
end $$;
