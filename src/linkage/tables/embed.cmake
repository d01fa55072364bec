# cmake -DOUT=file.cpp -DFROM=folder -P embed.cmake: the tables of this folder as text in the program.
file(GLOB FILES ${FROM}/*.tsv)
list(SORT FILES)
set(body "// Made by src/linkage/tables/embed.cmake from the .tsv files beside it.\n#include \"linkage/han.h\"\n\nnamespace leye::linkage::detail {\n\nconst EmbeddedTable kTables[] = {\n")
foreach(file IN LISTS FILES)
  file(READ ${file} text)
  get_filename_component(name ${file} NAME_WE)
  # A literal to a line: compilers bound a literal's length, and none may end inside a character.
  string(REPLACE "\n" "\n)leye\"\nR\"leye(" pieces "${text}")
  string(APPEND body "    {\"${name}\",\nR\"leye(${pieces})leye\"},\n")
endforeach()
string(APPEND body "    {nullptr, nullptr},\n};\n\n}  // namespace leye::linkage::detail\n")
file(WRITE ${OUT} "${body}")
