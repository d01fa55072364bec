// The matching bench (matching.md §18.2) on workload LeyeJobs-1; one line of JSON on stdout.
//   bench_matching top PEOPLE POSTS city|dense K    J1: best K targeted posts, golden digest
//   bench_matching allocate PEOPLE POSTS city|dense J3, J4: top-k and allocation, and its peers
//   bench_matching live POSTS                       J2: one query at a time
//   bench_matching titles                           J6: titles of the test part
//   bench_matching pairs PEOPLE POSTS DIR           the workload and its answers as CSV for SQL
#include <iostream>

#include "commands.h"

int main(int argc, char** argv) {
  using namespace leye::bench;
  const std::vector<std::string> args(argv + 1, argv + argc);
  const std::string what = args.empty() ? "" : args[0];
  boost::json::object answer;
  if (what == "top" && args.size() == 5) answer = top(workload(args), std::stoul(args[4]));
  if (what == "allocate" && args.size() == 4) answer = allocation(workload(args));
  if (what == "live" && args.size() == 2) answer = live(std::stoul(args[1]));
  if (what == "titles") answer = titles();
  if (what == "pairs" && args.size() == 5) answer = pairs(workload(args), args[4]);
  if (answer.empty()) {
    std::cerr << "see the head of bench/matching/main.cpp\n";
    return 2;
  }
  std::cout << boost::json::serialize(answer) << "\n";
  return 0;
}
