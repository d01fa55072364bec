#include "rules/engine/kernels.h"

namespace leye::rules {

const Kernels* avx2_kernels();
const Kernels* avx512_kernels();

namespace {

#if defined(__x86_64__)
bool has_avx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt"); }
bool has_avx512() {
  return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vpopcntdq");
}
#else
bool has_avx2() { return false; }
bool has_avx512() { return false; }
#endif

/// Narrowest first; ends with nullptr.
struct Runnable {
  const Kernels* list[4] = {&portable_kernels(), nullptr, nullptr, nullptr};
  Runnable() {
    int n = 1;
    if (avx2_kernels() != nullptr && has_avx2()) list[n++] = avx2_kernels();
    if (avx512_kernels() != nullptr && has_avx512()) list[n++] = avx512_kernels();
  }
};

}  // namespace

const Kernels* const* runnable_kernels() {
  static const Runnable runnable;
  return runnable.list;
}

const Kernels& best_kernels() {
  const auto* list = runnable_kernels();
  while (list[1] != nullptr) ++list;
  return **list;
}

}  // namespace leye::rules
