"""What people read when something about a release is wrong. One book with the backup's sentences."""

from hrapp_backup.sentences import SENTENCES

SENTENCES.update(
    {
        # -- bundles ---------------------------------------------------------------------------------------
        "bundle-missing": ("There is no file {path}.", "找不到文件 {path}。"),
        "bundle-broken": (
            "{path} is not whole ({detail}). Copy or download it again. Nothing was changed.",
            "{path} 不完整（{detail}）。请重新复制或下载。未做任何改动。",
        ),
        "bundle-signature": (
            "{path} was not signed by the maker of this installation. Do not use it; get the bundle again from where"
            " releases are published. Nothing was changed.",
            "{path} 的签名与本机安装时的发布方不符。请勿使用，并从正式渠道重新获取。未做任何改动。",
        ),
        "bundle-content": (
            "{path} does not hold what its list says ({detail}). Do not use it; get the bundle again. Nothing was changed.",
            "{path} 的内容与清单不符（{detail}）。请勿使用，并重新获取安装包。未做任何改动。",
        ),
        "bundle-retired": (
            "{path} is signed with a key that is retired ({key}). Do not use it; get the newest bundle. Nothing was changed.",
            "{path} 由已停用的密钥（{key}）签发。请勿使用，并获取最新的安装包。未做任何改动。",
        ),
        "bundle-foreign": (
            "{path} is signed with a key that this machine does not know ({key}). Do not use it, unless its makers told you"
            " on another way that this is their key now: `hrapp-admin release-keys trust FILE --fingerprint …`. Nothing was changed.",
            "{path} 由本机不认识的密钥（{key}）签发。请勿使用；除非发布者已通过其他途径告知这是其新密钥，"
            "此时可执行 `hrapp-admin release-keys trust 文件 --fingerprint …`。未做任何改动。",
        ),
        "keys-statement": (
            "What the bundle says about keys ({path}) is damaged or not signed by whoever may say it. Do not use the bundle;"
            " get it again. Nothing was changed.",
            "安装包中关于密钥的声明（{path}）已损坏，或签名不对。请勿使用，并重新获取安装包。未做任何改动。",
        ),
        "keys-damaged": (
            "{path} is missing or damaged, so no bundle can be checked. Put the key of releases in place again:"
            " `hrapp-admin release-keys trust FILE --fingerprint ...`.",
            "{path} 缺失或已损坏，无法核对安装包。请重新放置发布密钥：`hrapp-admin release-keys trust 文件 --fingerprint ...`。",
        ),
        "keys-file": ("{path} holds no Ed25519 public key.", "{path} 中没有 Ed25519 公钥。"),
        "keys-other": (
            "The key in {path} has the fingerprint {key}, which is not the one you gave. Nothing was changed.",
            "{path} 中密钥的指纹是 {key}，与您给出的不同。未做任何改动。",
        ),
        "bundle-older": (
            "Release {new} is older than {old}, which is installed. To go back use `hrapp-admin rollback`, or restore a"
            " backup. Nothing was changed.",
            "版本 {new} 早于已安装的 {old}。如需退回请用 `hrapp-admin rollback`，或恢复备份。未做任何改动。",
        ),
        "bundle-same": ("Release {new} is installed already.", "版本 {new} 已安装。"),
        "bundle-path": (
            "Release {new} cannot be installed over {old}: first install {stop}. Nothing was changed.",
            "版本 {new} 不能直接装在 {old} 上：请先安装 {stop}。未做任何改动。",
        ),
        "bundle-python": (
            "Release {new} needs Python {needed}; this machine has {have}. It runs on Debian {debian}.",
            "版本 {new} 需要 Python {needed}，本机是 {have}。该版本适用于 Debian {debian}。",
        ),
        # -- before an upgrade -----------------------------------------------------------------------------
        "unfinished": (
            "An upgrade to {to} is unfinished (step {step}). Run `hrapp-admin recover`: it finishes it or takes it back.",
            "升级到 {to} 的操作尚未完成（步骤 {step}）。请运行 `hrapp-admin recover`，由它完成或退回。",
        ),
        "no-release": (
            "No release is installed in {path}. Run the installer of a bundle.",
            "{path} 中没有已安装的版本。请运行安装包中的安装程序。",
        ),
        "clock-early": (
            "The clock says {now}, before this release was built ({built}). Set the clock: `timedatectl`. Nothing was changed.",
            "本机时间为 {now}，早于该版本的制作时间（{built}）。请用 `timedatectl` 校准时间。未做任何改动。",
        ),
        "host-unresolvable": (
            "This machine does not find its own name {name}. Add the line `127.0.1.1 {name}` to /etc/hosts.",
            "本机无法解析自己的主机名 {name}。请在 /etc/hosts 中加一行 `127.0.1.1 {name}`。",
        ),
        "dpkg-broken": (
            "Packages are half installed. Run `dpkg --configure -a`, then try again.",
            "有软件包未装完。请运行 `dpkg --configure -a` 后重试。",
        ),
        "database-down": (
            "PostgreSQL does not answer: {detail}. `systemctl status postgresql@*` shows why.",
            "PostgreSQL 没有响应：{detail}。请用 `systemctl status postgresql@*` 查看原因。",
        ),
        "database-major": (
            "PostgreSQL {major} is older than hrapp supports ({needed}).",
            "PostgreSQL {major} 版本过旧，hrapp 需要 {needed} 以上。",
        ),
        "long-work": (
            "Somebody has been working in the database for {minutes} minutes without finishing ({who}). Let it end first.",
            "数据库中有一项操作已进行 {minutes} 分钟仍未结束（{who}）。请等它结束。",
        ),
        "inodes": (
            "{path} can hold hardly any more files ({free} left). Delete old files there first.",
            "{path} 可用的文件数将耗尽（剩余 {free}）。请先清理旧文件。",
        ),
        "drill-red": (
            "The last drill failed: nobody knows whether the backups restore. Run `hrapp-admin drill` and see.",
            "上次恢复演练失败，备份能否恢复不得而知。请先运行 `hrapp-admin drill`。",
        ),
        "drill-never": (
            "No backup was ever proved to restore here. Run `hrapp-admin drill`.",
            "本机尚未做过恢复演练。请运行 `hrapp-admin drill`。",
        ),
        "not-served": (
            "hrapp does not serve at the moment ({detail}). `hrapp-admin doctor` shows what is missing; mend that first.",
            "hrapp 目前无法访问（{detail}）。请先用 `hrapp-admin doctor` 查明并处理。",
        ),
        # -- during it -------------------------------------------------------------------------------------
        "stage-failed": (
            "The release could not be laid out: {detail}. What was begun is deleted; hrapp goes on as before.",
            "新版本未能就位：{detail}。已删除未完成的部分，hrapp 照常运行。",
        ),
        "backup-needed": (
            "No verified backup could be made, so nothing is upgraded: {detail}",
            "未能完成经核对的备份，因此不升级：{detail}",
        ),
        "migrate-failed": (
            "The database could not be brought to the schema of {to}: {detail}",
            "数据库未能升级到 {to} 的结构：{detail}",
        ),
        "probe-failed": (
            "Release {to} started and did not pass its probe: {detail}",
            "版本 {to} 已启动，但未通过检查：{detail}",
        ),
        "went-back": (
            "Everything is as before: release {old} serves{data}. What happened is in {log}.",
            "已恢复原状：版本 {old} 正常运行{data}。详情见 {log}。",
        ),
        "not-placed": (
            "What else belongs to release {version} on this machine was not placed whole; hrapp serves. Look into {log},"
            " then run `hrapp-admin place`.",
            "版本 {version} 在本机的其他配置没有全部完成，hrapp 可正常使用。请查看 {log}，然后运行 `hrapp-admin place`。",
        ),
        "place-elsewhere": (
            "What else belongs to release {version} is placed from the control machine that placed this one: run the"
            " playbook of {version} there. hrapp serves meanwhile.",
            "属于版本 {version} 的其他配置由当初安装本机的控制机负责：请在那里运行 {version} 的剧本。hrapp 可正常使用。",
        ),
        "cannot-go-back": (
            "There is no earlier release to go back to.",
            "没有可退回的旧版本。",
        ),
        "too-new": (
            "Release {old} does not run on the database of {new}. Restore a backup that was made before the upgrade:"
            " `hrapp-admin restore list`.",
            "版本 {old} 无法在 {new} 的数据库上运行。请恢复升级前的备份：`hrapp-admin restore list`。",
        ),
        "still-broken": (
            "hrapp could not be brought back by itself: {detail}. Nothing more was changed. Run `hrapp-admin"
            " support-bundle` and `hrapp-admin restore list`.",
            "未能自动恢复：{detail}。未再做其他改动。请运行 `hrapp-admin support-bundle` 与 `hrapp-admin restore list`。",
        ),
        "is-current": (
            "Release {current} is in use; `hrapp-admin upgrade` changes that.",
            "目前使用的是版本 {current}，如需更换请用 `hrapp-admin upgrade`。",
        ),
    }
)
