#include "codes/mask.h"

#include "codes/text.h"

namespace leye::codes {
namespace {

std::string keep(std::string_view text, std::size_t first, std::size_t last) {
  const auto points = code_points(text);
  if (points.size() <= first + last) return std::string(points.size(), '*');
  return to_utf8(std::u32string_view(points).substr(0, first)) +
         std::string(points.size() - first - last, '*') +
         to_utf8(std::u32string_view(points).substr(points.size() - last));
}

}  // namespace

std::string mask_citizen_id(std::string_view id) { return keep(id, 4, 4); }

std::string mask_phone(std::string_view phone) { return keep(phone, 3, 4); }

std::string mask_bank_card(std::string_view card) {
  return card.size() <= 4 ? std::string(card.size(), '*')
                          : "**** " + std::string(card.substr(card.size() - 4));
}

std::string mask_name(std::string_view name) {
  const auto points = code_points(name);
  if (points.size() < 2) return std::string(points.size(), '*');
  return keep(name, 1, points.size() == 2 ? 0 : 1);
}

}  // namespace leye::codes
