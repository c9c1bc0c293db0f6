"""What people read when something is wrong: what it is, and what to do. English and Chinese, by code."""

SENTENCES: dict[str, tuple[str, str]] = {
    # -- the machine ---------------------------------------------------------------------------------------
    "busy": (
        "Another operation is at work ({operation}, process {pid}). Wait until it ends; `hrapp-admin status` shows it.",
        "另一项操作正在进行（{operation}，进程 {pid}）。请等它结束后再试，`hrapp-admin status` 可查看进度。",
    ),
    "program-missing": (
        "The program {program} is not there. Run the installer of this release again: it puts back what is missing.",
        "找不到程序 {program}。请重新运行本版本的安装程序，它会补齐缺少的部分。",
    ),
    "program": ("{program} failed: {detail}", "{program} 出错：{detail}"),
    "no-room": (
        "There is too little room in {path}: {free} free, {needed} needed. Delete what is not needed there, or give it"
        " a larger disk. Nothing was changed.",
        "{path} 空间不足：剩余 {free}，需要 {needed}。请清理或更换更大的磁盘。未做任何改动。",
    ),
    "database": (
        "PostgreSQL did not do what it was asked: {detail}. `systemctl status postgresql@*` shows whether it runs.",
        "PostgreSQL 未能完成请求：{detail}。请用 `systemctl status postgresql@*` 查看它是否在运行。",
    ),
    "database-elsewhere": (
        "PostgreSQL on {host} did not do what it was asked: {detail}. Is that machine on, and does the network reach it?",
        "{host} 上的 PostgreSQL 未能完成请求：{detail}。请确认那台机器已开机、网络可达。",
    ),
    "postgres-programs": (
        "PostgreSQL {major} serves, and its programs are not on this machine: install postgresql-{major} here. Both"
        " machines have the same Debian, then the playbook does it.",
        "正在使用 PostgreSQL {major}，但本机没有它的程序：请在本机安装 postgresql-{major}。两台机器用同一版 Debian 时，剧本会自动安装。",
    ),
    "dump": ("The database could not be read: {detail}. No set was made.", "数据库读取失败：{detail}。未生成备份。"),
    "load": (
        "The database of the set could not be loaded: {detail}. The data in use was not touched.",
        "备份中的数据库无法载入：{detail}。正在使用的数据未受影响。",
    ),
    "not-root": ("Run this as root.", "请以 root 身份运行。"),
    # -- settings ------------------------------------------------------------------------------------------
    "config": ("{path} cannot be used: {detail}. Nothing was changed.", "{path} 无法使用：{detail}。未做任何改动。"),
    "config-key": (
        "{path}: [{table}] has no key {key}; did you mean {nearest}? Nothing was changed.",
        "{path}：[{table}] 没有 {key} 这一项，是否应为 {nearest}？未做任何改动。",
    ),
    "config-value": (
        "{path}: {key} in [{table}] cannot be {value!r}. Nothing was changed.",
        "{path}：[{table}] 中的 {key} 不能是 {value!r}。未做任何改动。",
    ),
    "config-missing": (
        "{path}: [{table}] lacks {key}. Nothing was changed.",
        "{path}：[{table}] 缺少 {key}。未做任何改动。",
    ),
    "target-unknown": (
        "There is no backup target {name}; there are: {known}. Targets are in [backup] of config.toml.",
        "没有名为 {name} 的备份目标，现有：{known}。备份目标在 config.toml 的 [backup] 中设置。",
    ),
    # -- targets -------------------------------------------------------------------------------------------
    "not-mounted": (
        "{name}: {path} is not on a disk of its own: the disk is unplugged or not mounted. Plug it in, mount it, and"
        " run `hrapp-admin backup`.",
        "{name}：{path} 不在独立的磁盘上，磁盘可能未插好或未挂载。请插好并挂载，然后运行 `hrapp-admin backup`。",
    ),
    "target-inside": (
        "{name}: {path} and {data} lie within each other. A backup needs a place of its own: choose another path.",
        "{name}：{path} 与 {data} 互相包含。备份需要独立的位置，请换一个路径。",
    ),
    "target-full": (
        "{name}: {place} is full ({detail}). Nothing was deleted there. Make room, use a larger disk, or lower the"
        " numbers in [backup] of config.toml.",
        "{name}：{place} 空间已满（{detail}）。那里没有删除任何内容。请腾出空间、换更大的磁盘，"
        "或调低 config.toml 中 [backup] 的保留数量。",
    ),
    "target-read-only": (
        "{name}: {place} cannot be written to ({detail}). Check that the disk is sound and that the account may write.",
        "{name}：{place} 无法写入（{detail}）。请检查磁盘是否完好、账号是否有写入权限。",
    ),
    "target-silent": (
        "{name}: {place} does not answer ({detail}). Check its power, the cable, the address and the firewall.",
        "{name}：{place} 没有响应（{detail}）。请检查对方是否开机，以及网线、地址和防火墙。",
    ),
    "login-refused": (
        "{name}: {place} does not accept the key. Add what `hrapp-admin backup targets` shows to its authorized_keys.",
        "{name}：{place} 不接受登录密钥。请把 `hrapp-admin backup targets` 显示的公钥加入对方的 authorized_keys。",
    ),
    "host-changed": (
        "{name}: {place} shows another host key than before. If the machine was replaced, delete"
        " sftp_{name}.known_hosts in /var/lib/hrapp/state; if not, somebody stands in between.",
        "{name}：{place} 的主机密钥与以前不同。如确已更换机器，请删除 /var/lib/hrapp/state 中的 sftp_{name}.known_hosts；"
        "否则可能有人冒充。",
    ),
    "target-locked": (
        "{name}: {detail} is working on {place}. Wait until it is done.",
        "{name}：{detail} 正在使用 {place}。请等它完成。",
    ),
    "repository-gone": (
        "{name}: there were sets at {place} and now there is nothing. Is it the right disk? For a new one run"
        " `hrapp-admin backup --new-disk {name}`.",
        "{name}：{place} 曾有备份，现在是空的。是不是插错了磁盘？如要启用新磁盘，请运行"
        " `hrapp-admin backup --new-disk {name}`。",
    ),
    "target-damaged": (
        "{name}: what is kept at {place} is damaged ({detail}). Use the sets of another target; for this one take a"
        " new disk and run `hrapp-admin backup --new-disk {name}`.",
        "{name}：{place} 中的备份已损坏（{detail}）。请改用其他目标的备份；此目标请换新磁盘后运行"
        " `hrapp-admin backup --new-disk {name}`。",
    ),
    "target": ("{name}: {detail}", "{name}：{detail}"),
    "no-targets": (
        "No backup target off the box is set: when this machine is lost, everything is. Add one to [backup] of"
        " config.toml.",
        "尚未设置本机以外的备份目标：本机一旦损坏，数据将全部丢失。请在 config.toml 的 [backup] 中添加。",
    ),
    # -- keys ----------------------------------------------------------------------------------------------
    "no-key": (
        "There is no backup key in {path}. On a new machine enter the words of the recovery kit:"
        " `hrapp-admin restore key`.",
        "{path} 中没有备份密钥。在新机器上请输入恢复卡上的词：`hrapp-admin restore key`。",
    ),
    "wrong-key": (
        "{name}: the key {key} does not open {place}. Take the recovery kit whose number was in use when the sets were"
        " made: `hrapp-admin restore key`.",
        "{name}：密钥 {key} 打不开 {place}。请使用生成这些备份时所用编号的恢复卡：`hrapp-admin restore key`。",
    ),
    "sealed-otherwise": (
        "The credentials in this set were not sealed with the key {key}, or they are damaged. Take the recovery kit"
        " that the set names, or another set.",
        "此备份中的凭据不是用密钥 {key} 加密的，或已损坏。请使用备份所标编号的恢复卡，或换一份备份。",
    ),
    "word-unknown": (
        "Word {place}, “{word}”, cannot be right: every word is consonant, vowel, consonant, vowel, consonant.",
        "第 {place} 个词“{word}”有误：每个词都是“辅音、元音、辅音、元音、辅音”五个字母。",
    ),
    "words-count": (
        "There are {count} words; a recovery kit has {needed}.",
        "共输入 {count} 个词，恢复卡上应有 {needed} 个。",
    ),
    "words-wrong": (
        "The words do not belong together: one of them was misread. Compare them with the kit once more.",
        "这些词对不上，其中有词看错了。请再与恢复卡核对一遍。",
    ),
    "words-differ": (
        "Word {places} is not what the kit has. Look at the kit with the number {key}; nothing was confirmed.",
        "第 {places} 个词与恢复卡不符。请核对编号为 {key} 的恢复卡。未确认。",
    ),
    # -- sets ----------------------------------------------------------------------------------------------
    "nothing-kept": (
        "There are no backups at {place}. Is it the right disk, and the right folder?",
        "{place} 中没有备份。磁盘和路径是否正确？",
    ),
    "set-not-given": (
        "Which set? Give its id: `hrapp-admin restore list` shows them. The newest is not taken by itself.",
        "要恢复哪一份？请给出编号：`hrapp-admin restore list` 可列出。系统不会自动选用最新的一份。",
    ),
    "set-unknown": (
        "There is no set {set} at {name}. Near it: {near}. `hrapp-admin restore list` shows all.",
        "{name} 中没有备份 {set}。相近的有：{near}。`hrapp-admin restore list` 可列出全部。",
    ),
    "set-damaged": (
        "The set {set} at {name} is damaged ({files}). Nothing was changed. Take the same set from another target with"
        " --from, or another set; then make a new one: `hrapp-admin backup`.",
        "{name} 中的备份 {set} 已损坏（{files}）。未做任何改动。请用 --from 从其他目标取同一份，或换一份；"
        "然后重新备份：`hrapp-admin backup`。",
    ),
    "set-newer": (
        "The set {set} is of release {release}, newer than the one installed here ({installed}). Fetch"
        " hrapp-{release}.bundle, install it, and restore then. Nothing was changed.",
        "备份 {set} 来自 {release} 版，比本机安装的 {installed} 版新。请取得 hrapp-{release}.bundle 并安装，"
        "然后再恢复。未做任何改动。",
    ),
    "set-roles": (
        "This server lacks what the set needs: {missing}. Run the installer again, then restore. Nothing was changed.",
        "本机缺少此备份所需的内容：{missing}。请重新运行安装程序后再恢复。未做任何改动。",
    ),
    # -- restoring -----------------------------------------------------------------------------------------
    "check-rows": (
        "After loading, these tables have other numbers of rows than the set says: {tables}. The data in use was not"
        " touched.",
        "载入后以下数据表的行数与备份记录不符：{tables}。正在使用的数据未受影响。",
    ),
    "check-files": (
        "The files of the set are not those it names (hash {found} instead of {told}). The data in use was not touched.",
        "备份中的文件与记录不符（校验值 {found}，应为 {told}）。正在使用的数据未受影响。",
    ),
    "check-migrate": (
        "The set could not be brought to this release: {detail}. The data in use was not touched.",
        "无法把此备份升级到本版本：{detail}。正在使用的数据未受影响。",
    ),
    "check-probe": (
        "The application cannot work with what was restored: {detail}. The data in use was not touched.",
        "应用程序无法使用恢复出的数据：{detail}。正在使用的数据未受影响。",
    ),
    "not-ready": (
        "After the swap the application did not get ready ({detail}), so the data from before is in use again. What was"
        " restored is kept as {kept}.",
        "切换后应用程序未能就绪（{detail}），已自动换回原来的数据。恢复出的数据保留为 {kept}。",
    ),
    "restore-unfinished": (
        "A restore of set {set} stands at “{step}”. Finish it with `hrapp-admin restore resume`, or leave it with"
        " `hrapp-admin restore abort`.",
        "备份 {set} 的恢复停在“{step}”。请用 `hrapp-admin restore resume` 继续，或用 `hrapp-admin restore abort` 放弃。",
    ),
    "nothing-unfinished": ("No restore is unfinished.", "没有未完成的恢复。"),
    "nothing-to-undo": (
        "There is no restore that could be taken back: the data from before is kept for {days} days.",
        "没有可以撤回的恢复：原来的数据只保留 {days} 天。",
    ),
    "not-confirmed": (
        "The company's name was not typed as it is in config.toml. Nothing was changed.",
        "输入的公司名称与 config.toml 中的不一致。未做任何改动。",
    ),
    # -- drill ---------------------------------------------------------------------------------------------
    "no-sets": (
        "There is no set at {name} yet: run `hrapp-admin backup` first.",
        "{name} 中还没有备份，请先运行 `hrapp-admin backup`。",
    ),
    "scratch-server": (
        "The scratch server of the drill did not start: {detail}",
        "演练用的临时数据库未能启动：{detail}",
    ),
}
