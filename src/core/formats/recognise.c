/*
 * recognise.c: which family a row is of, by its keys.
 */
#include "core/formats/row.h"

static bool
has(const BcRow *row, BcRowKey key)
{
	return key == BC_KEY_NONE || row->values[key].kind != 0;
}

static bool
has_form(const BcRow *row, const BcRowForm *form)
{
	return has(row, form->prompt) && has(row, form->response) &&
		has(row, form->rejected);
}

static bool
is_form(const BcRowForm *form)
{
	return form->prompt != BC_KEY_NONE || form->response != BC_KEY_NONE;
}

/* The first form that the row has, of those with a prompt or of those without. */
static const BcRowForm *
find_form(const BcRow *row, const BcRowFamily *family, bool with_prompt)
{
	for (int i = 0; i < BC_ROW_FORMS && is_form(&family->forms[i]); i++)
	{
		const BcRowForm *form = &family->forms[i];

		if ((form->prompt != BC_KEY_NONE) == with_prompt && has_form(row, form))
			return form;
	}
	return NULL;
}

const BcRowForm *
bc_row_form(const BcRow *row, const BcRowFamily *family)
{
	const BcRowForm *form = find_form(row, family, true);

	if (form == NULL)
		form = find_form(row, family, false);
	/* what is missing is then told by the first */
	return form != NULL ? form : &family->forms[0];
}

/* Has the row a key under which some family has a prompt? */
static bool
has_any_prompt(const BcRow *row)
{
	for (int i = 0; i < BC_ROW_FAMILIES; i++)
		for (int k = 0; k < BC_ROW_FORMS; k++)
		{
			BcRowKey	key = bc_row_families[i].forms[k].prompt;

			if (key != BC_KEY_NONE && has(row, key))
				return true;
		}
	return false;
}

static bool
refuse(BcRow *row, BcCode code, const BcRowFamily *const *found)
{
	row->fault->what = bc_code_name(code);
	row->fault->code = code;
	if (found != NULL)
	{
		row->fault->families[0] = found[0]->name;
		row->fault->families[1] = found[1]->name;
	}
	return false;
}

bool
bc_row_recognise(BcRow *row)
{
	const BcRowFamily *found[2] = {NULL, NULL};
	int			count = 0;

	for (int i = 0; i < BC_ROW_FAMILIES; i++)
	{
		const BcRowFamily *family = &bc_row_families[i];

		if (!family->by_keys || find_form(row, family, true) == NULL)
			continue;
		/* pairs may have the chosen transcript as messages once more */
		if (count == 1 && i == BC_ROW_PREFERENCE &&
			found[0] == &bc_row_families[BC_ROW_MESSAGES])
			count = 0;
		if (count < 2)
			found[count] = family;
		count++;
	}
	if (count == 0 && !has_any_prompt(row) &&
		find_form(row, &bc_row_families[BC_ROW_PREFERENCE], false) != NULL)
		found[count++] = &bc_row_families[BC_ROW_PREFERENCE];
	if (count == 0)
		return refuse(row, BC_UNKNOWN_FORMAT, NULL);
	if (count > 1)
		return refuse(row, BC_AMBIGUOUS_FORMAT, found);
	row->family = found[0];
	row->form = bc_row_form(row, row->family);
	return true;
}
