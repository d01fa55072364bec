#pragma once
/// All of src/codes; include the single headers where compile time matters.
#include "codes/calendar.h"
#include "codes/citizen_id.h"
#include "codes/contact.h"
#include "codes/divisions.h"
#include "codes/excel_date.h"
#include "codes/mask.h"
#include "codes/name.h"
#include "codes/ratio.h"
#include "codes/rmb.h"
#include "codes/text.h"
#include "codes/uscc.h"
