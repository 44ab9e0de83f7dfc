/* For tests under Wine before 9.0 only, which lacks this DLL; Windows has had it since Vista. Go's runtime takes its
 * random numbers from ProcessPrng; RtlGenRandom is the same under its older name.
 *
 *   x86_64-w64-mingw32-gcc -shared -o bcryptprimitives.dll bcryptprimitives.c -ladvapi32
 */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) {
	return RtlGenRandom(data, (ULONG)length);
}
