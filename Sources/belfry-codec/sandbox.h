// What a vendor's script, and whoever breaks out of one, can't do.
#pragma once
#include <stddef.h>

// From here on this process opens no file and no socket, starts no program, and takes no more than so many bytes of
// memory on top of what it has: of address space, which fails as it would without memory, and resident, which ends the
// process. It ends too when a call takes longer than so many seconds of processor time. Returns 0, or -1 with the reason in
// why.
int sandbox_enter(size_t more_bytes_max, double call_seconds_max, char *why, size_t why_size);

// A call is what stands between these.
void sandbox_call_begins(void);
void sandbox_call_ends(void);
