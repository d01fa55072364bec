#include "sheets/encoding.h"

#include <iconv.h>

#include <array>
#include <cerrno>

namespace leye::sheets {
namespace {

unsigned char byte_at(std::string_view text, std::size_t i) {
  return static_cast<unsigned char>(text[i]);
}

bool is_trail(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

/// Length of the character that begins at `i`, 0 if none does (RFC 3629).
std::size_t character_length(std::string_view text, std::size_t i) {
  const unsigned char lead = byte_at(text, i);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || i + length > text.size()) return 0;
  for (std::size_t k = 1; k < length; ++k)
    if (!is_trail(byte_at(text, i + k))) return 0;
  const unsigned char second = byte_at(text, i + 1);
  if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
      (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F))
    return 0;
  return length;
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto length = character_length(text, i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

std::size_t cut_off_bytes(std::string_view text) {
  for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
    const unsigned char byte = byte_at(text, text.size() - back);
    if (is_trail(byte)) continue;
    const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

Transcoder::Transcoder(Direction direction)
    : handle_(direction == Direction::kFromGb18030 ? iconv_open("UTF-8", "GB18030")
                                                   : iconv_open("GB18030", "UTF-8")) {}

Transcoder::~Transcoder() {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): iconv's own way to say "none".
  if (handle_ != reinterpret_cast<void*>(-1)) iconv_close(handle_);
}

bool Transcoder::feed(std::string_view piece, std::string& out) {
  // NOLINTNEXTLINE(performance-no-int-to-ptr)
  if (handle_ == reinterpret_cast<void*>(-1)) return false;
  std::string joined = waiting_;
  joined += piece;
  waiting_.clear();
  char* in = joined.data();
  std::size_t left = joined.size();
  std::array<char, 65536> buffer;
  while (left > 0) {
    char* to = buffer.data();
    std::size_t room = buffer.size();
    const std::size_t done = iconv(handle_, &in, &left, &to, &room);
    const int why = errno;
    out.append(buffer.data(), buffer.size() - room);
    if (done != static_cast<std::size_t>(-1)) continue;
    if (why == E2BIG) continue;
    if (why == EINVAL) {  // the beginning of a character
      waiting_.assign(in, left);
      return true;
    }
    return false;
  }
  return true;
}

}  // namespace leye::sheets
