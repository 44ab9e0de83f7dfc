# A booth computer: its account, the program, its settings and its shell, on and off. Run as administrator, while the
# booth's account is signed out. Not tried on Windows.
#
#   kiosk.ps1 -On  -User booth -Create     makes the account (asks for a password), and puts the program where visitors
#                                          cannot change it; then sign in once as booth, set the booth up, sign out
#   kiosk.ps1 -On  -User booth             settings of computer and account
#   kiosk.ps1 -On  -User booth -Shell      the same, and the booth in the place of Explorer (editions without Shell Launcher)
#   kiosk.ps1 -Off -User booth             Windows' defaults back, the shell too; account, program and sign-ups stay
#
# Which booth opens is not said here: the program reads it from the account's kiosk.conf, which `setup --kiosk` writes.
param(
    [switch]$On,
    [switch]$Off,
    [Parameter(Mandatory = $true)][string]$User,
    [switch]$Create,
    [switch]$Shell,
    [string]$Folder = "$env:ProgramFiles\Matchbooth"
)
$ErrorActionPreference = 'Stop'
if ($On -eq $Off) { throw 'say either -On or -Off' }
$program = Join-Path $Folder 'matchbooth.exe'

# --- the program and the account ----------------------------------------------------
if ($On -and -not (Test-Path $program)) {
    $from = Split-Path $PSScriptRoot # this script lies in a folder of its own beside the programs
    if (-not (Test-Path (Join-Path $from 'matchbooth.exe'))) { throw "there is no matchbooth.exe in $Folder, nor beside this script's folder" }
    New-Item -ItemType Directory -Path $Folder -Force | Out-Null
    Copy-Item -Path (Join-Path $from '*') -Destination $Folder -Recurse -Force
    Write-Output "The program now lies in $Folder, where only administrators may change it."
}
if ($Create) {
    if (-not $On) { throw '-Create goes with -On' }
    New-LocalUser -Name $User -Password (Read-Host "A password for $User" -AsSecureString) -PasswordNeverExpires -UserMayNotChangePassword | Out-Null
    Add-LocalGroupMember -SID 'S-1-5-32-545' -Member $User # Users, whatever Windows calls them in its language
    Write-Output "The account $User is there. Sign in with it once, set the booth up, sign out; then run this again without -Create."
    exit 0
}

# set: the value, or with $null none, at a path of the registry.
function Set-Value($path, $name, $value, $type = 'DWord') {
    if ($null -eq $value) {
        Remove-ItemProperty -Path $path -Name $name -ErrorAction SilentlyContinue
    } else {
        if (-not (Test-Path $path)) { New-Item -Path $path -Force | Out-Null }
        New-ItemProperty -Path $path -Name $name -Value $value -PropertyType $type -Force | Out-Null
    }
    Write-Output "$path  $name = $value"
}

# pick: what a value is when the booth is on, and what it is by default.
function Pick($booth, $default) { if ($On) { $booth } else { $default } }

# --- the computer -----------------------------------------------------------------
Set-Value 'HKLM:\SOFTWARE\Policies\Microsoft\Windows\EdgeUI' 'AllowEdgeSwipe' (Pick 0 $null)
Set-Value 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System' 'HideFastUserSwitching' (Pick 1 $null)
Set-Value 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\Explorer' 'NoDriveTypeAutoRun' (Pick 255 $null)

# Minutes on mains and on battery; 0 is never. The buttons and the lid: 0 does nothing, 1 sleeps.
$screen = Pick 0 10
$sleep = Pick 0 30
powercfg /change monitor-timeout-ac $screen
powercfg /change monitor-timeout-dc $screen
powercfg /change standby-timeout-ac $sleep
powercfg /change standby-timeout-dc $sleep
foreach ($which in 'LIDACTION', 'PBUTTONACTION', 'SBUTTONACTION') {
    powercfg /setacvalueindex SCHEME_CURRENT SUB_BUTTONS $which (Pick 0 1)
    powercfg /setdcvalueindex SCHEME_CURRENT SUB_BUTTONS $which (Pick 0 1)
}
powercfg /setactive SCHEME_CURRENT
powercfg /hibernate (Pick 'off' 'on')

# Keyboard Filter, where Windows has it. Ctrl+Alt+Del is left to work: it leads out after code 0.
$filter = Get-CimInstance -Namespace root\standardcimv2\embedded -ClassName WEKF_PredefinedKey -ErrorAction SilentlyContinue
foreach ($key in $filter | Where-Object { $_.Id -in 'Alt+Tab', 'Alt+F4', 'Alt+Esc', 'Ctrl+Esc', 'Shift+Ctrl+Esc', 'Ctrl+Tab', 'Win', 'Win+L', 'Win+R', 'Win+U' }) {
    $key.Enabled = [bool]$On
    Set-CimInstance -CimInstance $key
    Write-Output "Keyboard Filter  $($key.Id) = $On"
}
if (-not $filter) { Write-Output 'Keyboard Filter is not there (another edition, or the feature is off): key combinations stay.' }

# --- the account ------------------------------------------------------------------
$sid = (Get-LocalUser -Name $User).SID.Value
if (Test-Path "Registry::HKEY_USERS\$sid") { throw "$User is signed in: sign out first" }
$folder = (Get-CimInstance Win32_UserProfile | Where-Object { $_.SID -eq $sid }).LocalPath
if (-not $folder) { throw "$User has never signed in: sign in once, then sign out" }
reg.exe load HKU\matchbooth "$folder\NTUSER.DAT" | Out-Null
if ($LASTEXITCODE -ne 0) { throw "the settings of $User could not be opened" }
try {
    $u = 'Registry::HKEY_USERS\matchbooth'
    # Press and hold is not a right click; then a tap also counts as soon as it begins.
    Set-Value "$u\Software\Microsoft\Wisp\Touch" 'TouchMode_hold' (Pick 0 1)
    Set-Value "$u\Software\Microsoft\Wisp\Pen\SysEventParameters" 'HoldMode' (Pick 3 1)
    # Shift five times, right Shift for eight seconds, Num Lock for five: no questions.
    Set-Value "$u\Control Panel\Accessibility\StickyKeys" 'Flags' (Pick '506' '510') 'String'
    Set-Value "$u\Control Panel\Accessibility\Keyboard Response" 'Flags' (Pick '122' '126') 'String'
    Set-Value "$u\Control Panel\Accessibility\ToggleKeys" 'Flags' (Pick '58' '62') 'String'
    # The booth has a keyboard of its own.
    Set-Value "$u\Software\Microsoft\TabletTip\1.7" 'EnableDesktopModeAutoInvoke' (Pick 0 $null)
    Set-Value "$u\Software\Microsoft\Windows\CurrentVersion\PushNotifications" 'ToastEnabled' (Pick 0 1)
    Set-Value "$u\Software\Policies\Microsoft\Windows\Explorer" 'DisableNotificationCenter' (Pick 1 $null)
    $system = "$u\Software\Microsoft\Windows\CurrentVersion\Policies\System"
    Set-Value $system 'DisableTaskMgr' (Pick 1 $null)
    Set-Value $system 'DisableLockWorkstation' (Pick 1 $null)
    Set-Value $system 'DisableChangePassword' (Pick 1 $null)
    if ($Off) { Set-Value $system 'Shell' $null }
    elseif ($Shell) { Set-Value $system 'Shell' ('"{0}" run --kiosk' -f $program) 'String' }
} finally {
    [gc]::Collect() # the registry lets go of what is loaded only when nothing holds it
    reg.exe unload HKU\matchbooth | Out-Null
    if ($LASTEXITCODE -ne 0) { Write-Warning 'restart the computer: the settings are still held open' }
}
Write-Output 'These count from the next sign-in.'
