#include <gtest/gtest.h>

#include "reconcile/link_run.h"
#include "reconcile/register_subjects.h"

namespace leye::reconcile {
namespace {

TEST(C2_1_1_Names, VariantsOfOneNameAgree) {
  EXPECT_TRUE(names_agree("张瑞峰", "张瑞锋"));
  EXPECT_TRUE(names_agree("王 桂芳", "王桂芳"));
  EXPECT_TRUE(names_agree("买买提·艾力", "买买提艾力"));
  EXPECT_TRUE(names_agree("李娜", ""));
}

TEST(C2_1_1_Names, AnotherPersonsNameContradicts) {
  EXPECT_FALSE(names_agree("张瑞峰", "李瑞峰"));
  EXPECT_FALSE(names_agree("张瑞峰", "张建国"));
  EXPECT_FALSE(names_agree("王芳", "陈立"));
}

TEST(RegisterSubjects, RegistersWithAPlaceAndAPhoneAreTrustedFirst) {
  const auto of = load_register_subjects(LEYE_SOURCE_DIR "/packs/tianjin-2020q4");
  ASSERT_TRUE(of);
  EXPECT_EQ(of->front().register_code, "unemployment_registration");
  EXPECT_EQ(of->size(), 13U);
}

}  // namespace
}  // namespace leye::reconcile
