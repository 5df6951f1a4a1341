/*
 * identity.c: the person who asks.  Every check of the workspace uses these
 * two functions and nothing else.
 *
 * The current user does not tell: the workspace's functions run as its owner.
 * The session's user alone does not tell either: PostgreSQL runs the index
 * expressions of a table's owner in the sessions of superusers and of
 * autovacuum, as the owner but with the session's user unchanged.
 */
#include "pg/badcase.h"

#include "catalog/pg_authid.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/syscache.h"

PG_FUNCTION_INFO_V1(badcase_person);
PG_FUNCTION_INFO_V1(badcase_acts_for);

/*
 * Whether one role is another, or a member of it, directly or through others.
 * A superuser is a member of every role in name only: what it was not given
 * does not count.
 */
static bool
acts_for(Oid person, Oid role)
{
	if (!SearchSysCacheExists1(AUTHOID, ObjectIdGetDatum(person)) ||
		!SearchSysCacheExists1(AUTHOID, ObjectIdGetDatum(role)))
		return false;
	if (superuser_arg(person))
		return is_member_of_role_nosuper(person, role);
	return has_privs_of_role(person, role) ||
		badcase_can_set_role(person, role);
}

static bool
acts_for_any(Oid person, ArrayType *roles)
{
	Datum	   *elements;
	bool	   *nulls;
	int			count;
	int			i;

	deconstruct_array(roles, REGROLEOID, sizeof(Oid), true, TYPALIGN_INT,
					  &elements, &nulls, &count);
	for (i = 0; i < count; i++)
	{
		if (!nulls[i] && acts_for(person, DatumGetObjectId(elements[i])))
			return true;
	}
	return false;
}

/*
 * badcase_person(gateways regrole[]) -> regrole: the session's login role;
 * where that is a superuser or one of the gateways, the role that SET ROLE
 * set, or null with none set.  Null in a security-restricted operation:
 * ANALYZE, CREATE INDEX, REFRESH MATERIALIZED VIEW and the like.  Definer
 * functions within one keep the flag.
 */
Datum
badcase_person(PG_FUNCTION_ARGS)
{
	Oid			person = GetSessionUserId();

	if (InSecurityRestrictedOperation())
		PG_RETURN_NULL();
	if (superuser_arg(person) ||
		(!PG_ARGISNULL(0) && acts_for_any(person, PG_GETARG_ARRAYTYPE_P(0))))
		person = GetCurrentRoleId();
	if (!OidIsValid(person))
		PG_RETURN_NULL();
	PG_RETURN_OID(person);
}

/* badcase_acts_for(person regrole, role regrole) -> bool: see acts_for */
Datum
badcase_acts_for(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(acts_for(PG_GETARG_OID(0), PG_GETARG_OID(1)));
}
