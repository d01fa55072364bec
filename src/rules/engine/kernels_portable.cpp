#define LEYE_KERNELS "portable"
#include "rules/engine/kernels_body.h"

namespace leye::rules {

const Kernels& portable_kernels() { return kKernels; }

}  // namespace leye::rules
