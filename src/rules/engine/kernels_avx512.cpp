// Compiled with -mavx512bw and its kin where the machine family has it (CMakeLists.txt).
#if defined(__AVX512BW__)
#define LEYE_KERNELS "avx512"
#include "rules/engine/kernels_body.h"

namespace leye::rules {

const Kernels* avx512_kernels() { return &kKernels; }

}  // namespace leye::rules
#else
#include "rules/engine/kernels.h"

namespace leye::rules {

const Kernels* avx512_kernels() { return nullptr; }

}  // namespace leye::rules
#endif
