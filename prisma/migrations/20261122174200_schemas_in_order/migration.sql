-- A schema comes back as its author wrote it: jsonb would sort its members, and with them those of the types made out of it.
alter table event_type alter column schemas type json;
