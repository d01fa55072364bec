#pragma once
// Files as offices send and want them: one table abstraction over xlsx and CSV, writers of both,
// the container and XML layer below (docx), and the strict YAML of packs and mappings.
#include "sheets/csv.h"
#include "sheets/header.h"
#include "sheets/table.h"
#include "sheets/xlsx.h"
#include "sheets/xlsx_write.h"
#include "sheets/xml.h"
#include "sheets/yaml.h"
#include "sheets/zip.h"
