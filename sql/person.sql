-- Who asks, and for whom somebody acts: logins, groups, gateways, superusers.
SET client_min_messages = warning;
CREATE ROLE regress_person_group;
CREATE ROLE regress_person_inner ROLE regress_person_group;
CREATE ROLE regress_person_one;
CREATE ROLE regress_person_two;
CREATE ROLE regress_person_away NOINHERIT;
CREATE ROLE regress_person_super SUPERUSER;
GRANT regress_person_group TO regress_person_one, regress_person_away;
GRANT regress_person_two TO regress_person_super;
RESET client_min_messages;

-- oneself, and the groups that one is in, by whatever way; a superuser only those that it was given
SELECT substr(p, 16) AS person, string_agg(substr(r, 16), ' ' ORDER BY r) AS acts_for
FROM unnest('{regress_person_group,regress_person_inner,regress_person_one,regress_person_two,regress_person_away,regress_person_super}'::text[]) p,
  unnest('{regress_person_group,regress_person_inner,regress_person_one,regress_person_two,regress_person_away,regress_person_super}'::text[]) r
WHERE badcase_acts_for(p::regrole, r::regrole) GROUP BY p ORDER BY p;
-- nobody acts for a role that there is not, nor does such a role
SELECT badcase_acts_for('regress_person_one', 4294967295::oid::regrole) AS for_none, badcase_acts_for(4294967295::oid::regrole, 'regress_person_one') AS none,
  badcase_acts_for(4294967295::oid::regrole, 4294967295::oid::regrole) AS neither, badcase_acts_for(NULL, 'regress_person_one') IS NULL AS strict;

-- a superuser is nobody until it sets a role, whatever gateways there are
SELECT badcase_person('{}') IS NULL AS nobody, badcase_person(NULL) IS NULL AS still;
SET ROLE regress_person_two;
SELECT badcase_person('{}'), badcase_person(NULL);
RESET ROLE;
-- a login is itself whatever role it sets, unless it is a gateway, by itself or by a group
SET SESSION AUTHORIZATION regress_person_one;
SELECT badcase_person('{}'), badcase_person(NULL), badcase_person('{NULL,regress_person_two}') AS others, badcase_person('{NULL}') AS none;
SELECT badcase_person('{regress_person_one}') IS NULL AS itself, badcase_person('{regress_person_two,NULL,regress_person_inner}') IS NULL AS last_of_some, badcase_person('{regress_person_group,regress_person_two}') IS NULL AS first_of_some;
SET ROLE regress_person_group;
SELECT badcase_person('{}'), badcase_person('{regress_person_one}') AS gateway, badcase_person('{regress_person_two}') AS no_gateway;
RESET SESSION AUTHORIZATION;
SET SESSION AUTHORIZATION regress_person_away;
SELECT badcase_person('{regress_person_group}') IS NULL AS by_a_role_to_set;
RESET SESSION AUTHORIZATION;

-- where others' code may run with the rights of who maintains a table, nobody asks
CREATE SCHEMA regress_person_schema AUTHORIZATION regress_person_one;
SET SESSION AUTHORIZATION regress_person_one;
CREATE MATERIALIZED VIEW regress_person_schema.seen AS SELECT badcase_person('{}') AS person;
TABLE regress_person_schema.seen;
RESET SESSION AUTHORIZATION;
SET client_min_messages = warning;
DROP SCHEMA regress_person_schema CASCADE;
DROP ROLE regress_person_group, regress_person_inner, regress_person_one, regress_person_two, regress_person_away, regress_person_super;
