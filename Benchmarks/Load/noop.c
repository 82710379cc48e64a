// A subscriber on libmosquitto that receives and throws away: what the library alone costs.
//
//   noop PORT QOS
//
// It loops as the daemon's receiver does: it reads while there is something, then sends the PUBACKs. It runs
// until it is killed or the connection ends.
#include <mosquitto.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static int qos;
static unsigned long long received;

static void on_connect(struct mosquitto *m, void *context, int code) {
  (void)context;
  if (code == 0) mosquitto_subscribe(m, NULL, "v3/+/devices/+/up", qos);
}

static void on_message(struct mosquitto *m, void *context, const struct mosquitto_message *message) {
  (void)m, (void)context, (void)message;
  received++;
}

int main(int argc, char **argv) {
  if (argc < 3) return 64;
  qos = atoi(argv[2]);
  mosquitto_lib_init();
  struct mosquitto *m = mosquitto_new("noop", true, NULL);
  mosquitto_threaded_set(m, true);
  mosquitto_connect_callback_set(m, on_connect);
  mosquitto_message_callback_set(m, on_message);
  for (int i = 0; mosquitto_connect(m, "127.0.0.1", atoi(argv[1]), 60); i++) {
    if (i == 100) return 1;
    poll(NULL, 0, 50);
  }
  for (int fd; (fd = mosquitto_socket(m)) >= 0;) {
    struct pollfd p = {fd, (short)(POLLIN | (mosquitto_want_write(m) ? POLLOUT : 0)), 0};
    poll(&p, 1, 1000);
    for (int batch = 0; batch < 256 && (p.revents & POLLIN); batch++) {
      if (mosquitto_loop_read(m, 1)) break;
      p.events = POLLIN;
      if (mosquitto_socket(m) < 0 || poll(&p, 1, 0) <= 0) break;
    }
    while (mosquitto_want_write(m) && mosquitto_loop_write(m, 1) == 0) {}
    mosquitto_loop_misc(m);
  }
  fprintf(stderr, "noop: %llu messages\n", received);
  return 0;
}
