; The installer for Windows: for the person who runs it, without an administrator.
; .ci/release-windows.sh calls makensis with
;   -DSTAGE=folder with the programs and their papers
;   -DOUT=file to write
;   -DVERSION=0.1.0  -DNUMBERS=0.1.0.0  -DKBYTES=size of what is installed
;
; Silent: Matchbooth-setup.exe /S [/D=C:\a folder, last and without quotes]
; Exit codes: 0 done, 1 cancelled, 2 refused: a booth is running.
; The data folders of booths (sign-ups) are never touched, neither here nor by the uninstaller.

Target amd64-unicode
Unicode true
; The two programs are nearly equal: a dictionary that holds the first halves the size.
SetCompressor /SOLID lzma
SetCompressorDictSize 64

!include MUI2.nsh
!include LogicLib.nsh

!define ENTRY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Matchbooth"

; -DSIGN=command with %1 for the file: signs the uninstaller.
!ifdef SIGN
  !uninstfinalize '${SIGN}'
!endif

Name "Matchbooth"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Matchbooth"
InstallDirRegKey HKCU "Software\Matchbooth" "Folder"
ManifestDPIAware true
ManifestSupportedOS Win10
BrandingText "Matchbooth ${VERSION}"
VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
VIAddVersionKey ProductName "Matchbooth"
VIAddVersionKey FileDescription "Matchbooth setup"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey CompanyName "Matchbooth"
VIAddVersionKey LegalCopyright "Apache-2.0"

!define MUI_ICON "${STAGE}/../matchbooth.ico"
!define MUI_UNICON "${STAGE}/../matchbooth.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\matchbooth.exe"
!define MUI_FINISHPAGE_RUN_TEXT "$(RunIt)"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"

LangString RunIt ${LANG_ENGLISH} "Open the practice booth"
LangString RunIt ${LANG_SIMPCHINESE} "打开练习登记台"
LangString Running ${LANG_ENGLISH} "Matchbooth is running. Nothing was changed: close the booth (in kiosk mode: staff gate, hold the leave button), then run this again."
LangString Running ${LANG_SIMPCHINESE} "髓缘正在运行，什么都没有改动。请先关闭登记台（全屏模式：进入工作人员入口，长按退出），然后再运行一次。"
LangString LinkKiosk ${LANG_ENGLISH} "Matchbooth (kiosk)"
LangString LinkKiosk ${LANG_SIMPCHINESE} "Matchbooth（全屏模式）"
LangString LinkSetup ${LANG_ENGLISH} "Set up a booth"
LangString LinkSetup ${LANG_SIMPCHINESE} "设置登记台"
LangString LinkNew ${LANG_ENGLISH} "Make an event pack"
LangString LinkNew ${LANG_SIMPCHINESE} "新建活动包"
LangString LinkDoctor ${LANG_ENGLISH} "Check this computer"
LangString LinkDoctor ${LANG_SIMPCHINESE} "检查这台电脑"
LangString AboutBooth ${LANG_ENGLISH} "Practise, or open the booth in a window"
LangString AboutBooth ${LANG_SIMPCHINESE} "练习，或在窗口中打开登记台"
LangString AboutKiosk ${LANG_ENGLISH} "The booth that was set up, filling the screen, for visitors alone with it; left with the PIN"
LangString AboutKiosk ${LANG_SIMPCHINESE} "已设置好的登记台，占满屏幕，供来访者自行使用；凭 PIN 退出"

; Say: a sentence, in a box; when nobody is there to close one, on what the call came from.
!macro Say sentence
  ${If} ${Silent}
    System::Call 'kernel32::AttachConsole(i -1)'
    System::Call 'kernel32::GetStdHandle(i -12) p .r8'
    StrCpy $7 "${sentence}$\r$\n"
    System::Alloc 4096
    Pop $6
    System::Call 'kernel32::WideCharToMultiByte(i 65001, i 0, w r7, i -1, p r6, i 4096, p 0, p 0) i .r5'
    IntOp $5 $5 - 1 ; without the zero at its end
    System::Call 'kernel32::WriteFile(p r8, p r6, i r5, *i .r4, p 0)'
    System::Free $6
  ${Else}
    MessageBox MB_OK|MB_ICONEXCLAMATION "${sentence}"
  ${EndIf}
!macroend

; RefuseWhileRunning: Windows lets nobody write to a program that runs.
!macro RefuseWhileRunning
  !insertmacro RefuseIfBusy "matchbooth.exe"
  !insertmacro RefuseIfBusy "matchbooth-cli.exe"
!macroend
!macro RefuseIfBusy file
  ${If} ${FileExists} "$INSTDIR\${file}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${file}" a
    ${If} ${Errors}
      !insertmacro Say "$(Running)"
      SetErrorLevel 2
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Section
  !insertmacro RefuseWhileRunning
  SetOutPath "$INSTDIR"
  File /r "${STAGE}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  ; The names of the links follow the language: those of another one must not stay.
  Delete "$SMPROGRAMS\Matchbooth\*.lnk"
  CreateDirectory "$SMPROGRAMS\Matchbooth"
  CreateShortcut "$SMPROGRAMS\Matchbooth\Matchbooth.lnk" "$INSTDIR\matchbooth.exe" "run" "" "" "" "" "$(AboutBooth)"
  CreateShortcut "$SMPROGRAMS\Matchbooth\$(LinkKiosk).lnk" "$INSTDIR\matchbooth.exe" "run --kiosk" "" "" "" "" "$(AboutKiosk)"
  CreateShortcut "$SMPROGRAMS\Matchbooth\$(LinkSetup).lnk" "$INSTDIR\matchbooth.exe" "setup --window"
  CreateShortcut "$SMPROGRAMS\Matchbooth\$(LinkNew).lnk" "$INSTDIR\matchbooth.exe" "new --window"
  ; The console stays open, so that it can be read.
  CreateShortcut "$SMPROGRAMS\Matchbooth\$(LinkDoctor).lnk" "$SYSDIR\cmd.exe" '/k ""$INSTDIR\matchbooth-cli.exe" doctor"' "$INSTDIR\matchbooth.exe"

  WriteRegStr HKCU "Software\Matchbooth" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${ENTRY}" "DisplayName" "Matchbooth"
  WriteRegStr HKCU "${ENTRY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${ENTRY}" "Publisher" "Matchbooth"
  WriteRegStr HKCU "${ENTRY}" "DisplayIcon" "$INSTDIR\matchbooth.exe"
  WriteRegStr HKCU "${ENTRY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${ENTRY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${ENTRY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${ENTRY}" "EstimatedSize" ${KBYTES}
  WriteRegDWORD HKCU "${ENTRY}" "NoModify" 1
  WriteRegDWORD HKCU "${ENTRY}" "NoRepair" 1
SectionEnd

Section Uninstall
  !insertmacro RefuseWhileRunning
  ; Only what was put here goes, never the folder with all that is in it: it may be anybody's.
  !include "${STAGE}/../uninstall.nsh"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Matchbooth\*.lnk"
  RMDir "$SMPROGRAMS\Matchbooth"
  DeleteRegKey HKCU "${ENTRY}"
  DeleteRegKey HKCU "Software\Matchbooth"
SectionEnd
