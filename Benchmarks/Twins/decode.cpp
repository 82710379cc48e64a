// Nanoseconds to read the fields of one uplink that Belfry uses, by simdjson on demand, and its base64.
// Usage: decode FILE, with the JSON of a message in each line, which are read in turn. Prints "simdjson N".
#include <simdjson.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

using namespace simdjson;

static unsigned char digits[256];

static size_t base64(std::string_view text, unsigned char *bytes) {
  size_t count = 0;
  unsigned bits = 0, held = 0;
  for (unsigned char c : text) {
    if (c == '=') break;
    bits = bits << 6 | digits[c];
    if ((held += 6) >= 8) bytes[count++] = static_cast<unsigned char>(bits >> (held -= 8));
  }
  return count;
}

static size_t read(ondemand::parser &parser, const padded_string &json) {
  unsigned char bytes[256];
  size_t sum = 0;
  ondemand::document document = parser.iterate(json);
  for (auto member : document.get_object()) {
    ondemand::raw_json_string key = member.key();
    if (key == "end_device_ids") {
      sum += std::string_view(member.value()["dev_eui"]).size();
    } else if (key == "uplink_message") {
      for (auto field : member.value().get_object()) {
        ondemand::raw_json_string name = field.key();
        if (name == "session_key_id" || name == "received_at") {
          sum += std::string_view(field.value()).size();
        } else if (name == "f_port" || name == "f_cnt") {
          sum += uint64_t(field.value());
        } else if (name == "frm_payload") {
          sum += base64(std::string_view(field.value()), bytes);
        } else if (name == "rx_metadata") {
          for (auto reception : field.value().get_array()) {
            for (auto part : reception.get_object()) {
              ondemand::raw_json_string what = part.key();
              if (what == "gateway_ids") sum += std::string_view(part.value()["eui"]).size();
              if (what == "rssi" || what == "snr") sum += double(part.value()) != 0;
            }
          }
        }
      }
    }
  }
  return sum;
}

int main(int, char **arguments) {
  const char *alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (unsigned char i = 0; i < 64; i++) digits[static_cast<unsigned char>(alphabet[i])] = i;
  std::vector<padded_string> messages;
  std::ifstream file(arguments[1]);
  for (std::string line; std::getline(file, line);) messages.emplace_back(line);
  ondemand::parser parser;
  const int rounds = 100000;
  size_t sum = 0, message = 0;
  auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < rounds; i++) {
    sum += read(parser, messages[message]);
    message = message + 1 == messages.size() ? 0 : message + 1;
  }
  auto elapsed = std::chrono::steady_clock::now() - start;
  if (sum == 0) return 1;
  std::printf("simdjson %lld\n", static_cast<long long>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(elapsed).count() / rounds));
}
