// Headers nearly every file uses; precompiled once (see LEYE_PCH in CMakeLists.txt). Include what
// you use all the same.
#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <chrono>
#include <compare>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <tl/expected.hpp>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include "core/date.h"
#include "core/digest.h"
#include "core/fen.h"
#include "core/ids.h"
#include "core/messages.h"
#include "core/result.h"
