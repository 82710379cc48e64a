// Uplinks as The Things Stack v3 publishes them, made as MQTT PUBLISH packets for the benchmarks.
//
// One template holds everything that stays; EUI, counter, time and payload have a fixed width and are
// written over it. The payload is in Elsys's format: temperature, CO2, battery voltage and light.
#pragma once
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char json_template[] =
  "{\"end_device_ids\":{\"device_id\":\"eui-EEEEEEEEEEEEEEEE\",\"application_ids\":{\"application_id\":"
  "\"city\"},\"dev_eui\":\"EEEEEEEEEEEEEEEE\",\"join_eui\":\"70B3D57ED0000000\",\"dev_addr\":\"260B1234\"},"
  "\"correlation_ids\":[\"gs:uplink:01HV3Q0T7QJ5V9E3W2M8K4ZD6R\"],"
  "\"received_at\":\"TTTTTTTTTTTTTTTTTTTTTTTTTTTTTT\",\"uplink_message\":{\"session_key_id\":"
  "\"AY7VZQb3nYHkT1r0u2w4Xg==\",\"f_port\":5,\"f_cnt\":NNNNNNN,\"frm_payload\":\"PPPPPPPPPPPPPPPP\","
  "\"rx_metadata\":[{\"gateway_ids\":{\"gateway_id\":\"town-hall\",\"eui\":\"58A0CBFFFE802A21\"},"
  "\"timestamp\":2463457000,\"rssi\":-97,\"channel_rssi\":-97,\"snr\":7.5,\"channel_index\":3}],"
  "\"settings\":{\"data_rate\":{\"lora\":{\"bandwidth\":125000,\"spreading_factor\":7,\"coding_rate\":"
  "\"4/5\"}},\"frequency\":\"868100000\",\"timestamp\":2463457000},"
  "\"received_at\":\"TTTTTTTTTTTTTTTTTTTTTTTTTTTTTT\",\"consumed_airtime\":\"0.061696s\"}}";

enum { packet_bytes_max = 2048, first_counter = 1000000 };

struct uplinks {
  char packet[packet_bytes_max];
  size_t bytes;
  int qos;
  size_t id_at, topic_eui_at, name_eui_at, eui_at, counter_at, payload_at, time_at[2];
};

static size_t find(const struct uplinks *u, const char *text, size_t from) {
  const char *place = memmem(u->packet + from, u->bytes - from, text, strlen(text));
  return (size_t)(place - u->packet);
}

static void uplinks_init(struct uplinks *u, int qos) {
  static const char topic[] = "v3/city@ttn/devices/eui-EEEEEEEEEEEEEEEE/up";
  size_t topic_bytes = sizeof topic - 1, json_bytes = sizeof json_template - 1;
  size_t rest = 2 + topic_bytes + (qos ? 2 : 0) + json_bytes;
  char *p = u->packet;
  u->qos = qos;
  *p++ = (char)(0x30 | qos << 1);
  *p++ = (char)(0x80 | (rest & 0x7f));
  *p++ = (char)(rest >> 7);
  *p++ = 0;
  *p++ = (char)topic_bytes;
  memcpy(p, topic, topic_bytes);
  p += topic_bytes;
  u->id_at = (size_t)(p - u->packet);
  if (qos) p += 2;
  memcpy(p, json_template, json_bytes);
  u->bytes = (size_t)(p - u->packet) + json_bytes;
  u->topic_eui_at = find(u, "EEEE", 0);
  u->name_eui_at = find(u, "EEEE", u->id_at);
  u->eui_at = find(u, "EEEE", u->name_eui_at + 16);
  u->counter_at = find(u, "NNNNNNN", 0);
  u->payload_at = find(u, "PPPP", 0);
  u->time_at[0] = find(u, "TTTTT", 0);
  u->time_at[1] = find(u, "TTTTT", u->time_at[0] + 30);
}

static void put_base64(char *to, const uint8_t *from, int triples) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (int i = 0; i < triples; i++, from += 3, to += 4) {
    uint32_t bits = (uint32_t)from[0] << 16 | (uint32_t)from[1] << 8 | from[2];
    for (int d = 0; d < 4; d++) to[d] = digits[bits >> (18 - 6 * d) & 63];
  }
}

// The time of all messages until the next call.
static void uplinks_set_time(struct uplinks *u, struct timespec now) {
  char text[64];
  struct tm tm;
  gmtime_r(&now.tv_sec, &tm);
  size_t n = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &tm);
  snprintf(text + n, sizeof text - n, ".%09ldZ", now.tv_nsec);
  for (int i = 0; i < 2; i++) memcpy(u->packet + u->time_at[i], text, 30);
}

// Writes message `number` of `devices` devices, which speak in turn, to `to`.
static size_t uplinks_put(struct uplinks *u, uint64_t number, unsigned devices, uint16_t id, char *to) {
  static const char hex[] = "0123456789ABCDEF";
  unsigned device = (unsigned)(number % devices);
  char eui[17] = "70B3D57ED0000000";
  for (int i = 15, rest = (int)device; rest; i--, rest >>= 4) eui[i] = hex[rest & 15];
  memcpy(u->packet + u->topic_eui_at, eui, 16);
  memcpy(u->packet + u->name_eui_at, eui, 16);
  memcpy(u->packet + u->eui_at, eui, 16);
  uint32_t counter = first_counter + (uint32_t)(number / devices);
  for (int i = 6; i >= 0; i--, counter /= 10) u->packet[u->counter_at + (size_t)i] = (char)('0' + counter % 10);
  unsigned temperature = 180 + (unsigned)((number * 7 + number / devices) % 80);
  unsigned co2 = 420 + (unsigned)(number * 13 % 700), light = (unsigned)(number * 31 % 900);
  uint8_t payload[12] = {
    0x01, (uint8_t)(temperature >> 8), (uint8_t)temperature, 0x06, (uint8_t)(co2 >> 8), (uint8_t)co2,
    0x07, 0x0e, 0x42, 0x04, (uint8_t)(light >> 8), (uint8_t)light};
  put_base64(u->packet + u->payload_at, payload, 4);
  if (u->qos) {
    u->packet[u->id_at] = (char)(id >> 8);
    u->packet[u->id_at + 1] = (char)id;
  }
  memcpy(to, u->packet, u->bytes);
  return u->bytes;
}
