/* Types names into librime and chooses, as enter_names_test.go does with our engine.
 *
 *   librime SHARED USER SCHEMA <input
 *
 * A line of input is the keys, a tab, and the text that shall come out. For each a line
 * is written: whether all choices were on the first page (1 or 0), whether the text
 * came out, the number of taps, and for every key the nanoseconds from the key to the
 * page of candidates. Nothing is learned: USER turns the user dictionary off.
 */
#include <rime_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { too_far = 30 }; /* pages that a person turns before giving up */

static RimeApi *rime;

static long long now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* piece finds on a page the candidate that is the longest beginning of rest, and
 * returns its length in bytes; 0: there is none; -1: there are no candidates. */
static int piece(RimeSessionId s, const char *rest, int page, int size, int *place) {
	RimeCandidateListIterator it = {0};
	int longest = 0, any = 0;
	if (!rime->candidate_list_from_index(s, &it, page * size))
		return -1;
	for (int i = 0; i < size && rime->candidate_list_next(&it); i++) {
		int n = (int)strlen(it.candidate.text);
		any = 1;
		if (n > longest && strncmp(rest, it.candidate.text, n) == 0) {
			longest = n;
			*place = page * size + i;
		}
	}
	rime->candidate_list_end(&it);
	return any ? longest : -1;
}

static void enter(RimeSessionId s, const char *keys, const char *text) {
	int first = 1, taps = 0, found = 0, size = 10;
	int count = (int)strlen(keys);
	long long *times = calloc(count + 1, sizeof *times);
	rime->clear_composition(s);
	for (int i = 0; i < count; i++) {
		RIME_STRUCT(RimeContext, c);
		long long began = now();
		rime->process_key(s, keys[i], 0);
		if (rime->get_context(s, &c)) {
			if (c.menu.page_size > 0)
				size = c.menu.page_size;
			times[i] = now() - began;
			rime->free_context(&c);
		} else {
			times[i] = now() - began;
		}
		taps++;
	}
	char out[512] = "";
	for (const char *rest = text; *rest;) {
		int place = 0, page = 0, n;
		while ((n = piece(s, rest, page, size, &place)) == 0 && page < too_far) {
			first = 0;
			taps++;
			page++;
		}
		if (n <= 0 || !rime->select_candidate(s, place)) {
			first = 0;
			break;
		}
		taps++;
		rest += n;
		RIME_STRUCT(RimeCommit, commit);
		if (rime->get_commit(s, &commit)) {
			strncat(out, commit.text, sizeof out - strlen(out) - 1);
			rime->free_commit(&commit);
			break;
		}
	}
	found = strcmp(out, text) == 0;
	printf("%d %d %d", first && found, found, taps);
	for (int i = 0; i < count; i++)
		printf(" %lld", times[i]);
	printf("\n");
	free(times);
}

int main(int argc, char **argv) {
	if (argc != 4) {
		fprintf(stderr, "usage: librime SHARED USER SCHEMA <input\n");
		return 2;
	}
	rime = rime_get_api();
	RIME_STRUCT(RimeTraits, traits);
	traits.shared_data_dir = argv[1];
	traits.user_data_dir = argv[2];
	traits.distribution_name = traits.distribution_code_name = "comparison";
	traits.distribution_version = "1";
	traits.app_name = "rime.comparison";
	traits.min_log_level = 3;
	traits.log_dir = argv[2];
	rime->setup(&traits);
	rime->initialize(&traits);
	if (rime->start_maintenance(True))
		rime->join_maintenance_thread();
	RimeSessionId s = rime->create_session();
	if (!s || !rime->select_schema(s, argv[3])) {
		fprintf(stderr, "librime does not take the schema %s\n", argv[3]);
		return 1;
	}
	fprintf(stderr, "librime %s\n", rime->get_version());
	char line[1024];
	while (fgets(line, sizeof line, stdin)) {
		line[strcspn(line, "\n")] = 0;
		char *tab = strchr(line, '\t');
		if (!tab)
			continue;
		*tab = 0;
		enter(s, line, tab + 1);
	}
	rime->destroy_session(s);
	rime->finalize();
	return 0;
}
