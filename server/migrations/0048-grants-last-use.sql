-- When each right of a grant was last used, so that rights that lie idle can be pointed out.

-- Noted a few seconds behind, by who looks through the log, so that no access writes it. Only read, write and delete.
create table grants.last_use (
  grant_id uuid not null references grants.grant,
  action text not null check (action in ('read', 'write', 'delete')),
  at timestamptz not null,
  primary key (grant_id, action)
);

-- Three lists of one length. A time before the one that stands changes nothing.
create function grants.note_uses(p_grants uuid[], p_actions text[], p_at timestamptz[]) returns void language sql volatile as $$
  insert into grants.last_use (grant_id, action, at)
  select u.grant_id, u.action, max(u.at) from unnest(p_grants, p_actions, p_at) u (grant_id, action, at)
    join grants.grant g on g.id = u.grant_id group by 1, 2 order by 1, 2
  on conflict (grant_id, action) do update set at = excluded.at where last_use.at < excluded.at
$$;
