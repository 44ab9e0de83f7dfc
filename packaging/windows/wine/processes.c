/* For tests under Wine: what a test does to the booth's processes. A signal of Unix would tell lies: Wine gives whoever
 * is killed by one the exit code 0.
 *
 *   processes.exe count PROGRAM         prints how many there are
 *   processes.exe end-child PROGRAM     TerminateProcess(…, 1) on each that another of the name has started
 *   processes.exe end-parent PROGRAM    the same on those that no other has started
 *
 *   processes.exe hold CLASS            what the tablet service leaves out over the window of that class, as a number
 *
 *   x86_64-w64-mingw32-gcc -municode -o processes.exe processes.c
 */
#include <windows.h>
#include <stdio.h>
#include <tlhelp32.h>
#include <wchar.h>

static DWORD id[256], parent[256];

int wmain(int argc, wchar_t **argv) {
	int n = 0, done = 0;
	PROCESSENTRY32W e = {.dwSize = sizeof e};
	HANDLE all;
	if (argc != 3)
		return 2;
	if (!wcscmp(argv[1], L"hold")) {
		HWND w = FindWindowW(argv[2], NULL);
		printf("%#llx\n", (unsigned long long)(ULONG_PTR)GetPropW(w, L"MicrosoftTabletPenServiceProperty"));
		return !w;
	}
	all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
	for (BOOL more = Process32FirstW(all, &e); more && n < 256; more = Process32NextW(all, &e))
		if (!_wcsicmp(e.szExeFile, argv[2])) {
			id[n] = e.th32ProcessID;
			parent[n++] = e.th32ParentProcessID;
		}
	if (!wcscmp(argv[1], L"count")) {
		printf("%d\n", n);
		return 0;
	}
	for (int i = 0; i < n; i++) {
		BOOL child = FALSE;
		for (int j = 0; j < n; j++)
			child |= parent[i] == id[j];
		if (child == !wcscmp(argv[1], L"end-child")) {
			HANDLE p = OpenProcess(PROCESS_TERMINATE, FALSE, id[i]);
			done += p && TerminateProcess(p, 1);
		}
	}
	printf("%d ended\n", done);
	return done ? 0 : 1;
}
