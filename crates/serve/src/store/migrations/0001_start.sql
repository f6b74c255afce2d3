create table person (
  id text primary key,
  tenant text not null,
  name text not null,
  pin text,
  at_us bigint not null
);
create table login (
  token text primary key,
  person text not null references person (id) on delete cascade,
  at_us bigint not null
);
create table entry (
  id text primary key,
  tenant text not null,
  person text not null references person (id) on delete cascade,
  kind text not null,
  name text not null,
  body text not null,
  at_us bigint not null,
  unique (person, kind, name)
);
create table session_event (
  person text not null references person (id) on delete cascade,
  tenant text not null,
  session text not null,
  seq bigint not null,
  body text not null,
  at_us bigint not null,
  primary key (person, session, seq)
);
