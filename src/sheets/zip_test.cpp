#include "sheets/zip.h"

#include <gtest/gtest.h>

#include "sheets/xml.h"
#include "sheets/yaml.h"

namespace leye::sheets {
namespace {

TEST(Zip, PartsComeBackAndEqualPartsGiveEqualFiles) {
  const auto path = std::filesystem::temp_directory_path() / "leye_zip_test.docx";
  const std::vector<ZipPart> parts = {{"mimetype", "x", true},
                                      {"word/document.xml", std::string(100000, 'a')}};
  ASSERT_TRUE(write_zip(path, parts));
  const auto first = read_text_file(path).value();
  ASSERT_TRUE(write_zip(path, parts));
  EXPECT_EQ(first, read_text_file(path).value());
  auto zip = ZipReader::open(path).value();
  EXPECT_EQ(zip.parts(), (std::vector<std::string>{"mimetype", "word/document.xml"}));
  EXPECT_EQ(zip.read("word/document.xml").value(), parts[1].bytes);
  EXPECT_EQ(zip.read("word/none.xml").error().code, "zip.missing_part");
  Limits one;
  one.parts = 1;
  EXPECT_EQ(ZipReader::open(path, one).error().code, "zip.too_big");
  std::filesystem::remove(path);
}

TEST(Xml, TreeRoundTripAndRefusals) {
  const std::string text =
      "<w:p xmlns:w=\"u\" a=\"1&amp;2\"><w:t xml:space=\"preserve\"> 甲 &lt; 乙 "
      "</w:t><w:br/></w:p>";
  const auto root = parse_xml(text, "p").value();
  EXPECT_EQ(root.name, "w:p");
  EXPECT_EQ(*root.attribute("a"), "1&2");
  EXPECT_EQ(root.children[0].children[0].text, " 甲 < 乙 ");
  EXPECT_TRUE(write_xml(root).ends_with(text));
  EXPECT_EQ(parse_xml("<a><b></a>", "p").error().code, "xml.broken");
  EXPECT_EQ(parse_xml("<!DOCTYPE a><a/>", "p").error().code, "xml.dtd");
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += "<a>";
  EXPECT_EQ(parse_xml(deep, "p").error().code, "xml.too_deep");
  EXPECT_EQ(xml_escape(std::string("a\x01"
                                   "b<\"&",
                                   6)),
            "ab&lt;&quot;&amp;");
}

}  // namespace
}  // namespace leye::sheets
