<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>State</name>
    <message>
        <source>OK</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Drained</source>
        <translation>已排空</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>严重</translation>
    </message>
</context>
<context>
    <name>pilothouse::Attention</name>
    <message>
        <source>down</source>
        <translation>宕机</translation>
    </message>
    <message>
        <source>down: %1</source>
        <translation>宕机：%1</translation>
    </message>
    <message>
        <source>no telemetry yet</source>
        <translation>尚无遥测</translation>
    </message>
    <message>
        <source>no telemetry for %1</source>
        <translation>遥测中断 %1</translation>
    </message>
    <message>
        <source>allocated, %1 busy for %2</source>
        <translation>已分配，利用率 %1 已持续 %2</translation>
    </message>
    <message numerus="yes">
        <source>Job %1 • %2 • %Ln accelerator(s)</source>
        <translation>
            <numerusform>作业 %1 • %2 • %Ln 张加速卡</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::AuditDetail</name>
    <message>
        <source>Choose a record to see all of it</source>
        <translation>选择一条记录以查看全部内容</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>变更前</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>请求变更为</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Engine&apos;s reply</source>
        <translation>引擎答复</translation>
    </message>
    <message>
        <source>None was recorded: the action runs, or the console ended during it. Compare with the scheduler.</source>
        <translation>没有记录到答复：操作正在执行，或控制台在执行期间退出。请与调度器核对。</translation>
    </message>
    <message>
        <source>By</source>
        <translation>操作者</translation>
    </message>
    <message>
        <source>%1 on %2, as %3 at %4</source>
        <translation>%1（主机 %2），以 %3 身份操作 %4</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>%1, step %2</source>
        <translation>%1，第 %2 步</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>%1 at %2, %3 at %4, SHA-256 %5</source>
        <translation>第 %1 条（%2）、第 %3 条（%4），SHA-256 %5</translation>
    </message>
    <message>
        <source>%1 at %2, SHA-256 %3</source>
        <translation>第 %1 条（%2），SHA-256 %3</translation>
    </message>
</context>
<context>
    <name>pilothouse::AuditPage</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>审计</translation>
    </message>
    <message>
        <source>Filter, such as who:root target:4711 outcome:refused</source>
        <translation>筛选，例如 who:root target:4711 outcome:被拒绝</translation>
    </message>
    <message>
        <source>Verify again</source>
        <translation>重新校验</translation>
    </message>
    <message>
        <source>Goes through the whole chain from the first record.</source>
        <translation>从第一条记录起校验整条链。</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Reading the audit log</source>
        <translation>正在读取审计日志</translation>
    </message>
    <message>
        <source>The audit log cannot be read</source>
        <translation>无法读取审计日志</translation>
    </message>
    <message>
        <source>Nothing was done yet</source>
        <translation>尚无操作</translation>
    </message>
    <message>
        <source>Each step of a plan that you confirm leaves its record here.</source>
        <translation>您确认的方案，其每一步都会在此留下记录。</translation>
    </message>
    <message>
        <source>No record matches</source>
        <translation>没有符合条件的记录</translation>
    </message>
    <message>
        <source>Change the filter, or press Escape in it.</source>
        <translation>请修改筛选条件，或在其中按 Esc 清除。</translation>
    </message>
    <message>
        <source>Verifying…</source>
        <translation>正在校验…</translation>
    </message>
    <message>
        <source>No record yet</source>
        <translation>尚无记录</translation>
    </message>
    <message>
        <source>Not verified</source>
        <translation>未校验</translation>
    </message>
    <message>
        <source>Broken at record %1</source>
        <translation>在第 %1 条记录处断裂</translation>
    </message>
    <message>
        <source>. Verified up to record %1. What comes after is shown, and must not be relied on.</source>
        <translation>。已校验至第 %1 条记录；其后的内容照常显示，但不可信赖。</translation>
    </message>
    <message>
        <source>Verified up to record %1</source>
        <translation>已校验至第 %1 条记录</translation>
    </message>
    <message>
        <source>whole chain at %1 • %2</source>
        <translation>整条链校验于 %1 • %2</translation>
    </message>
    <message>
        <source>audit.head is missing beside it: whether records were cut off is not known.</source>
        <translation>旁边缺少 audit.head：无法判断末尾记录是否被截去。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>pilothouse::AuditTable</name>
    <message>
        <source>no reply</source>
        <translation>无答复</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>it is missing</source>
        <translation>该记录缺失</translation>
    </message>
    <message>
        <source>it was changed</source>
        <translation>该记录被改动</translation>
    </message>
    <message>
        <source>it was replaced</source>
        <translation>该记录被替换</translation>
    </message>
    <message>
        <source>it does not follow from the record before</source>
        <translation>该记录与前一条不衔接</translation>
    </message>
    <message>
        <source>it is the result of no action before it</source>
        <translation>该结果没有对应的操作</translation>
    </message>
    <message>
        <source>it and all after it were cut off</source>
        <translation>该记录及其后的记录被截去</translation>
    </message>
    <message>
        <source>the tables of the audit log, or the triggers that guard them, were changed</source>
        <translation>审计日志的表或其保护触发器被改动</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>撤销：%1</translation>
    </message>
</context>
<context>
    <name>pilothouse::BandRows</name>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Minimum, mean and maximum over all accelerators</source>
        <translation>全部加速卡的最小值、均值和最大值</translation>
    </message>
    <message>
        <source>Accelerators over time</source>
        <translation>各加速卡随时间变化</translation>
    </message>
    <message numerus="yes">
        <source>minimum, mean and maximum of %Ln</source>
        <translation>
            <numerusform>%Ln 张卡的最小值、均值和最大值</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::Banner</name>
    <message>
        <source>Close message</source>
        <translation>关闭消息</translation>
    </message>
    <message>
        <source>1 of %1</source>
        <translation>1 / %1</translation>
    </message>
</context>
<context>
    <name>pilothouse::Board</name>
    <message>
        <source>No nodes to show</source>
        <translation>没有可显示的节点</translation>
    </message>
    <message>
        <source>Nodes by leaf switch</source>
        <translation>节点（按叶交换机分组）</translation>
    </message>
</context>
<context>
    <name>pilothouse::CapacityBars</name>
    <message>
        <source>Effective compute</source>
        <translation>有效计算</translation>
    </message>
    <message>
        <source>Allocated, idle</source>
        <translation>已分配，占而不用</translation>
    </message>
    <message>
        <source>Free, wanted but fragmented</source>
        <translation>空闲，有需求但碎片化</translation>
    </message>
    <message>
        <source>Free, no demand</source>
        <translation>空闲，无需求</translation>
    </message>
    <message>
        <source>Drained, maintenance</source>
        <translation>已排空，维护中</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>故障停机</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Allocated, stalled</source>
        <translation>已分配，停滞</translation>
    </message>
</context>
<context>
    <name>pilothouse::ChangeDialog</name>
    <message>
        <source>Start as soon as there is room</source>
        <translation>有空闲即启动</translation>
    </message>
    <message>
        <source>Change job %1</source>
        <translation>更改作业 %1</translation>
    </message>
    <message numerus="yes">
        <source>Change %Ln job(s)</source>
        <translation>
            <numerusform>更改 %Ln 个作业</numerusform>
        </translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>不变</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>Pool</source>
        <translation>资源池</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Quality of service</source>
        <translation>服务质量（QOS）</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>A running job keeps its pool and quality of service; move it to run it elsewhere.</source>
        <translation>运行中的作业不能更改资源池和服务质量；如需换位置请使用迁移。</translation>
    </message>
    <message>
        <source>Make a plan</source>
        <translation>生成方案</translation>
    </message>
    <message>
        <source>%1 (as now)</source>
        <translation>%1（当前）</translation>
    </message>
    <message>
        <source>The scheduler tells no qualities of service.</source>
        <translation>调度器未提供服务质量列表。</translation>
    </message>
</context>
<context>
    <name>pilothouse::ChartExport</name>
    <message>
        <source>The folder of %1 does not exist. Choose another one.</source>
        <translation>%1 所在的文件夹不存在。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>%1 may not be written. Choose another folder or ask for permission.</source>
        <translation>没有写入 %1 的权限。请选择其他文件夹，或申请权限。</translation>
    </message>
    <message>
        <source>There is no room left for %1. Free some space or choose another disk.</source>
        <translation>磁盘空间不足，无法写入 %1。请释放空间或选择其他磁盘。</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export failed</source>
        <translation>导出失败</translation>
    </message>
    <message>
        <source>Export as PNG…</source>
        <translation>导出为 PNG…</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Export as SVG…</source>
        <translation>导出为 SVG…</translation>
    </message>
    <message>
        <source>Drawings (*.svg)</source>
        <translation>矢量图 (*.svg)</translation>
    </message>
    <message>
        <source>Export as PDF…</source>
        <translation>导出为 PDF…</translation>
    </message>
    <message>
        <source>Documents (*.pdf)</source>
        <translation>文档 (*.pdf)</translation>
    </message>
    <message>
        <source>Export as CSV…</source>
        <translation>导出为 CSV…</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
</context>
<context>
    <name>pilothouse::ChartPanel</name>
    <message>
        <source>15 min</source>
        <translation>15 分钟</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>6 h</source>
        <translation>6 小时</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24 小时</translation>
    </message>
    <message>
        <source>Back to the present</source>
        <translation>回到当前</translation>
    </message>
</context>
<context>
    <name>pilothouse::ChartTables</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>%1 minimum</source>
        <translation>%1 最小值</translation>
    </message>
    <message>
        <source>%1 maximum</source>
        <translation>%1 最大值</translation>
    </message>
</context>
<context>
    <name>pilothouse::ChoiceChips</name>
    <message>
        <source>More choices</source>
        <translation>更多选项</translation>
    </message>
</context>
<context>
    <name>pilothouse::ConnectionsDialog</name>
    <message>
        <source>connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>live</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待重连</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Telemetry</source>
        <translation>遥测</translation>
    </message>
    <message>
        <source>Placement</source>
        <translation>调度</translation>
    </message>
    <message>
        <source>Last frame</source>
        <translation>最近一帧</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>时延</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>丢失批次</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务端</translation>
    </message>
    <message>
        <source>host:port of an agent or a center, or unix:/path</source>
        <translation>代理或中心的 host:port，或 unix:/路径</translation>
    </message>
    <message>
        <source>Try again now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>not offered</source>
        <translation>未提供</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>History in %1: %2</source>
        <translation>历史数据位于 %1：%2</translation>
    </message>
    <message>
        <source>History in %1: %2, since %3</source>
        <translation>历史数据位于 %1：%2，起始于 %3</translation>
    </message>
    <message>
        <source>Slurm…</source>
        <translation>Slurm…</translation>
    </message>
    <message>
        <source>%1 calls, %2</source>
        <translation>%1 次调用，%2</translation>
    </message>
</context>
<context>
    <name>pilothouse::DeviceCharts</name>
    <message>
        <source>CPU by mode</source>
        <translation>CPU 使用构成</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>负载</translation>
    </message>
    <message>
        <source>Pressure</source>
        <translation>压力</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>Filesystem</source>
        <translation>文件系统</translation>
    </message>
    <message>
        <source>user</source>
        <translation>用户态</translation>
    </message>
    <message>
        <source>system</source>
        <translation>内核态</translation>
    </message>
    <message>
        <source>I/O wait</source>
        <translation>等待 I/O</translation>
    </message>
    <message>
        <source>nice</source>
        <translation>低优先级</translation>
    </message>
    <message>
        <source>irq</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>soft irq</source>
        <translation>软中断</translation>
    </message>
    <message>
        <source>steal</source>
        <translation>被窃取</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 分钟</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5 分钟</translation>
    </message>
    <message>
        <source>15 min</source>
        <translation>15 分钟</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>I/O</source>
        <translation>I/O</translation>
    </message>
    <message>
        <source>receive</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>transmit</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>write</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>used</source>
        <translation>已用</translation>
    </message>
    <message>
        <source>size</source>
        <translation>容量</translation>
    </message>
</context>
<context>
    <name>pilothouse::DevicePage</name>
    <message>
        <source>Accelerators</source>
        <translation>加速卡</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>No such device</source>
        <translation>没有此设备</translation>
    </message>
    <message>
        <source>It may have left the center, or its endpoint is not connected.</source>
        <translation>它可能已移出中心，或其端点尚未连接。</translation>
    </message>
    <message>
        <source>Fleet ›</source>
        <translation>集群 ›</translation>
    </message>
    <message>
        <source>no telemetry yet</source>
        <translation>尚无遥测</translation>
    </message>
    <message>
        <source>no telemetry for %1</source>
        <translation>遥测中断 %1</translation>
    </message>
    <message>
        <source>live</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>%1 CPUs • %2 memory • kernel %3 • agent %4 • boot %5</source>
        <translation>%1 个 CPU • 内存 %2 • 内核 %3 • 代理 %4 • 启动 ID %5</translation>
    </message>
    <message>
        <source>UUID %1 • PCI %2 • limit %3 • %4 TFLOPS FP16 peak</source>
        <translation>UUID %1 • PCI %2 • 功率上限 %3 • FP16 峰值 %4 TFLOPS</translation>
    </message>
    <message>
        <source>tenant %1</source>
        <translation>租户 %1</translation>
    </message>
    <message>
        <source>no job</source>
        <translation>无作业</translation>
    </message>
    <message>
        <source>Job %1</source>
        <translation>作业 %1</translation>
    </message>
    <message>
        <source>Resume…</source>
        <translation>恢复…</translation>
    </message>
    <message>
        <source>Drain…</source>
        <translation>排空…</translation>
    </message>
</context>
<context>
    <name>pilothouse::DrainPrompt</name>
    <message>
        <source>Drain</source>
        <translation>排空</translation>
    </message>
    <message>
        <source>Why is %1 drained? Others will read it.</source>
        <translation>为什么排空 %1？其他人会看到此原因。</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %Ln more</source>
        <translation>
            <numerusform>%1 及另外 %Ln 个节点</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::ErrorText</name>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>That cannot be understood. Check what was entered.</source>
        <translation>无法识别输入，请检查填写的内容。</translation>
    </message>
    <message>
        <source>Not found. It may have ended or been removed.</source>
        <translation>未找到，可能已结束或已被移除。</translation>
    </message>
    <message>
        <source>Not permitted for this user.</source>
        <translation>当前用户没有权限。</translation>
    </message>
    <message>
        <source>The scheduler refused.</source>
        <translation>调度器拒绝了请求。</translation>
    </message>
    <message>
        <source>Nobody answers. Check the address and that the server runs.</source>
        <translation>无响应。请检查地址，并确认服务端正在运行。</translation>
    </message>
    <message>
        <source>No answer in time. It is tried again.</source>
        <translation>响应超时，正在重试。</translation>
    </message>
    <message>
        <source>Something else answers there. Check the port.</source>
        <translation>该地址上是其他服务，请检查端口。</translation>
    </message>
    <message>
        <source>Of another major version. Update the older side.</source>
        <translation>主版本不一致，请升级较旧的一方。</translation>
    </message>
    <message>
        <source>What came is not what was announced. It was left out.</source>
        <translation>收到的数据与声明不符，已忽略。</translation>
    </message>
    <message>
        <source>Larger than this console accepts.</source>
        <translation>超出本控制台可接受的大小。</translation>
    </message>
    <message>
        <source>The file is damaged. It was left as it is; move it away to begin a new one.</source>
        <translation>文件已损坏，已原样保留；将其移走即可新建。</translation>
    </message>
    <message>
        <source>The folder cannot be written to. Choose another with --data, or mend its rights.</source>
        <translation>文件夹不可写。请用 --data 指定其他文件夹，或修正其权限。</translation>
    </message>
    <message>
        <source>The disk is full. Make room; recording goes on by itself.</source>
        <translation>磁盘已满。释放空间后将自动恢复记录。</translation>
    </message>
    <message>
        <source>Another console is recording there. Close it, or choose another folder with --data.</source>
        <translation>另一个控制台正在该处记录。请将其关闭，或用 --data 指定其他文件夹。</translation>
    </message>
    <message>
        <source>Reading or writing failed.</source>
        <translation>读写失败。</translation>
    </message>
    <message>
        <source>An unexpected error.</source>
        <translation>意外错误。</translation>
    </message>
    <message>
        <source>Not done: the audit log cannot be written.</source>
        <translation>未执行：无法写入审计日志。</translation>
    </message>
</context>
<context>
    <name>pilothouse::EvacuateDialog</name>
    <message>
        <source>Evacuate %1</source>
        <translation>腾空 %1</translation>
    </message>
    <message numerus="yes">
        <source>Evacuate %Ln node(s)</source>
        <translation>
            <numerusform>腾空 %Ln 个节点</numerusform>
        </translation>
    </message>
    <message>
        <source>Requeue jobs that have nowhere to go</source>
        <translation>无处可去的作业重新排队</translation>
    </message>
    <message>
        <source>The nodes are drained, then each running job starts again elsewhere from its last checkpoint. A job without room stays until it ends, unless it is requeued. You see the plan before anything happens.</source>
        <translation>先排空这些节点，再让每个运行中的作业在别处从最近的检查点重新开始。没有空位的作业留到结束，除非让它重新排队。执行之前会先显示方案。</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Make a plan</source>
        <translation>生成方案</translation>
    </message>
</context>
<context>
    <name>pilothouse::ExportContext</name>
    <message>
        <source>Range: %1</source>
        <translation>范围：%1</translation>
    </message>
    <message>
        <source>Filters: %1</source>
        <translation>筛选：%1</translation>
    </message>
    <message>
        <source>Unit: %1</source>
        <translation>单位：%1</translation>
    </message>
    <message>
        <source>Center: %1</source>
        <translation>中心：%1</translation>
    </message>
    <message>
        <source>Time zone: %1</source>
        <translation>时区：%1</translation>
    </message>
</context>
<context>
    <name>pilothouse::FigureCard</name>
    <message>
        <source>no value</source>
        <translation>无数值</translation>
    </message>
</context>
<context>
    <name>pilothouse::Filter</name>
    <message>
        <source>There is no column “%1”. Press the down key for those there are.</source>
        <translation>没有“%1”列。按向下键查看可用的列。</translation>
    </message>
    <message>
        <source>“%1” lacks a value.</source>
        <translation>“%1”缺少值。</translation>
    </message>
    <message>
        <source>“%1” is a text; write %1:value.</source>
        <translation>“%1”是文本列，请写成 %1:值。</translation>
    </message>
    <message>
        <source>“%1” needs a figure, such as %1&lt;10.</source>
        <translation>“%1”需要数字，例如 %1&lt;10。</translation>
    </message>
</context>
<context>
    <name>pilothouse::FilterLine</name>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
</context>
<context>
    <name>pilothouse::FleetPage</name>
    <message>
        <source>Fleet</source>
        <translation>集群</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Accelerators</source>
        <translation>加速卡</translation>
    </message>
    <message>
        <source>Racks</source>
        <translation>机柜</translation>
    </message>
    <message>
        <source>Filter, such as kind:910B util&lt;10</source>
        <translation>筛选，例如 kind:910B util&lt;10</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Nothing to show</source>
        <translation>没有可显示的内容</translation>
    </message>
    <message>
        <source>Either no endpoint has described its nodes yet, or the filter matches none.</source>
        <translation>尚无端点上报节点信息，或没有符合筛选条件的内容。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Job %1 %2 • tenant %3</source>
        <translation>作业 %1 %2 • 租户 %3</translation>
    </message>
    <message>
        <source>no job</source>
        <translation>无作业</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>pilothouse::FreeNodesDialog</name>
    <message>
        <source>Free whole nodes</source>
        <translation>腾出整节点</translation>
    </message>
    <message>
        <source>any kind</source>
        <translation>任意型号</translation>
    </message>
    <message>
        <source>anywhere</source>
        <translation>任意位置</translation>
    </message>
    <message>
        <source>below one leaf switch, any</source>
        <translation>同一台叶交换机之下（任意一台）</translation>
    </message>
    <message>
        <source>Whole nodes wanted</source>
        <translation>所需整节点数</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>型号</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Make a plan</source>
        <translation>生成方案</translation>
    </message>
    <message numerus="yes">
        <source>%Ln whole node(s) are free there now. The plan moves as few jobs as can be; those that it moves start again from their last checkpoint.</source>
        <translation>
            <numerusform>那里现有 %Ln 个空闲的整节点。方案尽量少移动作业；被移动的作业从最近的检查点重新开始。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::Heatmap</name>
    <message>
        <source>Accelerator grid</source>
        <translation>加速卡热力图</translation>
    </message>
    <message>
        <source>No accelerators to show</source>
        <translation>没有可显示的加速卡</translation>
    </message>
    <message>
        <source>no telemetry</source>
        <translation>无遥测</translation>
    </message>
</context>
<context>
    <name>pilothouse::JobActions</name>
    <message>
        <source>Hold</source>
        <translation>挂起</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>释放</translation>
    </message>
    <message>
        <source>Requeue…</source>
        <translation>重新排队…</translation>
    </message>
    <message>
        <source>Move…</source>
        <translation>迁移…</translation>
    </message>
    <message>
        <source>Priority…</source>
        <translation>优先级…</translation>
    </message>
    <message>
        <source>Cancel…</source>
        <translation>取消作业…</translation>
    </message>
    <message>
        <source>Only pending jobs that are not held can be held.</source>
        <translation>只有排队中且未挂起的作业可以挂起。</translation>
    </message>
    <message>
        <source>None of these jobs is held.</source>
        <translation>所选作业均未挂起。</translation>
    </message>
    <message>
        <source>Only running jobs can be requeued.</source>
        <translation>只有运行中的作业可以重新排队。</translation>
    </message>
    <message>
        <source>Only pending jobs have a priority to set.</source>
        <translation>只有排队中的作业可以设置优先级。</translation>
    </message>
    <message>
        <source>These jobs have ended.</source>
        <translation>所选作业均已结束。</translation>
    </message>
    <message>
        <source>This job has ended.</source>
        <translation>该作业已结束。</translation>
    </message>
    <message>
        <source>Select one job for this.</source>
        <translation>此操作需选择单个作业。</translation>
    </message>
    <message>
        <source>Select a job first.</source>
        <translation>请先选择作业。</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>Priority of job %1</source>
        <translation>作业 %1 的优先级</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续运行</translation>
    </message>
    <message>
        <source>Signal…</source>
        <translation>发送信号…</translation>
    </message>
    <message>
        <source>Only running jobs can be suspended.</source>
        <translation>只有运行中的作业可以暂停。</translation>
    </message>
    <message>
        <source>None of these jobs is suspended.</source>
        <translation>所选作业均未暂停。</translation>
    </message>
    <message>
        <source>Only running jobs get signals.</source>
        <translation>只有运行中的作业能接收信号。</translation>
    </message>
    <message>
        <source>Signal</source>
        <translation>信号</translation>
    </message>
    <message>
        <source>Signal to send</source>
        <translation>要发送的信号</translation>
    </message>
</context>
<context>
    <name>pilothouse::JobDrag</name>
    <message>
        <source>Job %1</source>
        <translation>作业 %1</translation>
    </message>
</context>
<context>
    <name>pilothouse::JobPage</name>
    <message>
        <source>Jobs ›</source>
        <translation>作业 ›</translation>
    </message>
    <message>
        <source>No such job</source>
        <translation>没有此作业</translation>
    </message>
    <message>
        <source>The scheduler does not know it, or forgot it after its end.</source>
        <translation>调度器没有该作业，或作业结束后其记录已被清除。</translation>
    </message>
    <message>
        <source>15 min</source>
        <translation>15 分钟</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全程</translation>
    </message>
    <message>
        <source>Used so far</source>
        <translation>累计用量</translation>
    </message>
    <message>
        <source>Lost if moved now</source>
        <translation>立即迁移的损失</translation>
    </message>
    <message>
        <source>Accelerator</source>
        <translation>加速卡</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>事件记录</translation>
    </message>
    <message>
        <source>newest first</source>
        <translation>最新在前</translation>
    </message>
    <message>
        <source>Job %1</source>
        <translation>作业 %1</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>/ 时限 %1</translation>
    </message>
    <message>
        <source>any kind</source>
        <translation>任意型号</translation>
    </message>
    <message>
        <source>tenant %1</source>
        <translation>租户 %1</translation>
    </message>
    <message>
        <source>mean of %1 of %2</source>
        <translation>%1 / %2 张卡的均值</translation>
    </message>
    <message>
        <source>sum of %1 of %2</source>
        <translation>%1 / %2 张卡合计</translation>
    </message>
    <message>
        <source>acc-h</source>
        <translation>卡时</translation>
    </message>
    <message>
        <source>waits for %1</source>
        <translation>已等待 %1</translation>
    </message>
    <message>
        <source>ran %1</source>
        <translation>运行 %1</translation>
    </message>
    <message>
        <source>checkpoint %1 ago</source>
        <translation>检查点于 %1前</translation>
    </message>
    <message>
        <source>no checkpoint yet</source>
        <translation>尚无检查点</translation>
    </message>
    <message>
        <source>not running</source>
        <translation>未在运行</translation>
    </message>
    <message>
        <source>%1 points</source>
        <translation>%1 个百分点</translation>
    </message>
    <message>
        <source>It waits and holds no accelerators yet.</source>
        <translation>作业正在排队，尚未占用加速卡。</translation>
    </message>
    <message>
        <source>It holds no accelerators.</source>
        <translation>作业未占用加速卡。</translation>
    </message>
    <message>
        <source>Submitted by %1</source>
        <translation>由 %1 提交</translation>
    </message>
    <message>
        <source>Started after %1 in the queue</source>
        <translation>排队 %1后启动</translation>
    </message>
    <message>
        <source>Ended: %1</source>
        <translation>已结束：%1</translation>
    </message>
    <message>
        <source>Checkpoint written</source>
        <translation>已写入检查点</translation>
    </message>
    <message numerus="yes">
        <source>%1, all %Ln accelerator(s)</source>
        <translation>
            <numerusform>%1，全部 %Ln 张加速卡</numerusform>
        </translation>
    </message>
    <message>
        <source>Least active of its peers</source>
        <translation>同组中最不活跃</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>To mean</source>
        <translation>与均值差</translation>
    </message>
</context>
<context>
    <name>pilothouse::JobsPage</name>
    <message>
        <source>Jobs</source>
        <translation>作业</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>Filter, such as tenant:speech active&lt;10</source>
        <translation>筛选，例如 tenant:speech active&lt;10</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Submit…</source>
        <translation>提交…</translation>
    </message>
    <message>
        <source>No scheduler has answered yet</source>
        <translation>尚无调度器响应</translation>
    </message>
    <message>
        <source>Jobs appear once one of the connected endpoints offers placement.</source>
        <translation>任一已连接的端点提供调度服务后，作业将显示在此处。</translation>
    </message>
    <message>
        <source>No jobs</source>
        <translation>没有作业</translation>
    </message>
    <message>
        <source>The filter matches none, or nothing was submitted.</source>
        <translation>没有符合筛选条件的作业，或尚未提交任何作业。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>pilothouse::KeysDialog</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Ctrl K</source>
        <translation>Ctrl K</translation>
    </message>
    <message>
        <source>Find a node, job or tenant, or go to a page</source>
        <translation>查找节点、作业或租户，或转到页面</translation>
    </message>
    <message>
        <source>Alt ←, Alt →</source>
        <translation>Alt ←、Alt →</translation>
    </message>
    <message>
        <source>Back and forward</source>
        <translation>后退与前进</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Open what is selected</source>
        <translation>打开所选项</translation>
    </message>
    <message>
        <source>M</source>
        <translation>M</translation>
    </message>
    <message>
        <source>Move the selected job</source>
        <translation>迁移所选作业</translation>
    </message>
    <message>
        <source>Ctrl C</source>
        <translation>Ctrl C</translation>
    </message>
    <message>
        <source>Copy the selected rows</source>
        <translation>复制所选行</translation>
    </message>
    <message>
        <source>Arrows, 0, + and −</source>
        <translation>方向键、0、+ 和 −</translation>
    </message>
    <message>
        <source>Move in the heatmap; show all; zoom</source>
        <translation>在热力图中移动；显示全部；缩放</translation>
    </message>
    <message>
        <source>← and → in a chart</source>
        <translation>图表中的 ← 和 →</translation>
    </message>
    <message>
        <source>Move the cursor of all charts</source>
        <translation>移动所有图表的光标</translation>
    </message>
    <message>
        <source>Ctrl T</source>
        <translation>Ctrl T</translation>
    </message>
    <message>
        <source>Dark or light</source>
        <translation>切换深色与浅色</translation>
    </message>
    <message>
        <source>?</source>
        <translation>?</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>显示此列表</translation>
    </message>
    <message>
        <source>Ctrl Q</source>
        <translation>Ctrl Q</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Ctrl 1 … Ctrl 5</source>
        <translation>Ctrl 1 … Ctrl 5</translation>
    </message>
    <message>
        <source>Overview, Fleet, Jobs, Placement, Audit</source>
        <translation>总览、集群、作业、调度布局、审计</translation>
    </message>
</context>
<context>
    <name>pilothouse::LiveTable</name>
    <message>
        <source>In the filter: %1&lt;… in %2</source>
        <translation>筛选写法：%1&lt;…，单位 %2</translation>
    </message>
</context>
<context>
    <name>pilothouse::MainWindow</name>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <source>Fleet</source>
        <translation>集群</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>作业</translation>
    </message>
    <message>
        <source>Placement</source>
        <translation>调度布局</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Connections…</source>
        <translation>连接…</translation>
    </message>
    <message>
        <source>Copy link to this view</source>
        <translation>复制此视图的链接</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Pilothouse</source>
        <translation>Pilothouse 驾驶舱</translation>
    </message>
    <message>
        <source>No endpoint is configured. Add the address of an agent or a center.</source>
        <translation>尚未配置端点。请添加代理或中心的地址。</translation>
    </message>
    <message>
        <source>%1/%2 streaming</source>
        <translation>%1/%2 节点在线</translation>
    </message>
    <message>
        <source>no frame yet</source>
        <translation>尚未收到帧</translation>
    </message>
    <message>
        <source>last frame %1 ago</source>
        <translation>最近一帧于 %1前</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation>调度器</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>History: %1</source>
        <translation>历史数据：%1</translation>
    </message>
    <message>
        <source>Nothing is recorded at the moment: %1</source>
        <translation>当前未在记录：%1</translation>
    </message>
    <message>
        <source>%1 old</source>
        <translation>%1 前</translation>
    </message>
    <message>
        <source>%1 samples a second of each node. Shown are the age of the newest frame, and its latency: from the sample&apos;s time to its arrival.</source>
        <translation>每个节点每秒 %1 个样本。此处显示最新帧的时长，以及时延：从采样时刻到送达。</translation>
    </message>
    <message>
        <source>%1 calls, %2 read so far</source>
        <translation>累计调用 %1 次，读取 %2</translation>
    </message>
    <message>
        <source>read every %1; the last reading took %2 ms</source>
        <translation>每 %1 读取一次；上次读取耗时 %2 ms</translation>
    </message>
    <message>
        <source>This program ended in the middle of a plan of %1: %2 of %3 steps were done.</source>
        <translation>本程序曾在执行方案时中断（%1）：%3 步中已完成 %2 步。</translation>
    </message>
    <message>
        <source>Finish or undo…</source>
        <translation>完成或撤销…</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>sent, the answer was not heard</source>
        <translation>已发送，未收到答复</translation>
    </message>
    <message>
        <source>not done</source>
        <translation>未执行</translation>
    </message>
    <message>
        <source>A half-done plan</source>
        <translation>未完成的方案</translation>
    </message>
    <message>
        <source>Either way you get a plan to review first.</source>
        <translation>无论选择哪种，都会先给出方案供确认。</translation>
    </message>
    <message>
        <source>Finish it</source>
        <translation>继续完成</translation>
    </message>
    <message>
        <source>Undo it</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Leave all as it is</source>
        <translation>保持现状</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>A plan is being applied. Wait for its end.</source>
        <translation>方案正在执行，请等待其结束。</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>审计</translation>
    </message>
</context>
<context>
    <name>pilothouse::MoveDialog</name>
    <message>
        <source>Move job %1</source>
        <translation>迁移作业 %1</translation>
    </message>
    <message>
        <source>any node</source>
        <translation>任意节点</translation>
    </message>
    <message>
        <source>No other nodes have room for it now. Named nodes are waited for.</source>
        <translation>目前没有其他节点能容纳该作业。若指定节点，作业将等待这些节点空出。</translation>
    </message>
    <message>
        <source>These have room for it now, on as few leaf switches as possible.</source>
        <translation>这些节点目前可容纳该作业，且跨越的叶交换机最少。</translation>
    </message>
    <message>
        <source>%1 (as now)</source>
        <translation>%1（当前）</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Pool</source>
        <translation>资源池</translation>
    </message>
    <message>
        <source>Make a plan</source>
        <translation>生成方案</translation>
    </message>
</context>
<context>
    <name>pilothouse::NodeMenu</name>
    <message>
        <source>Drain…</source>
        <translation>排空…</translation>
    </message>
    <message>
        <source>Resume…</source>
        <translation>恢复…</translation>
    </message>
    <message>
        <source>Evacuate…</source>
        <translation>腾空…</translation>
    </message>
</context>
<context>
    <name>pilothouse::OverviewPage</name>
    <message>
        <source>Capacity</source>
        <translation>算力</translation>
    </message>
    <message>
        <source>Allocated</source>
        <translation>已分配</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Every accelerator, now</source>
        <translation>全部加速卡，当前</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>worst first</source>
        <translation>最严重在前</translation>
    </message>
    <message>
        <source>Nothing at the moment. Faults, lost nodes and idle allocations appear here.</source>
        <translation>目前没有待处理项。故障、失联节点和占而不用的作业将显示在此处。</translation>
    </message>
    <message>
        <source>Where the capacity goes, now</source>
        <translation>算力去向，当前</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>作业</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>租户</translation>
    </message>
    <message>
        <source>PFLOPS FP16</source>
        <translation>PFLOPS FP16</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2 张</translation>
    </message>
    <message>
        <source>of allocated</source>
        <translation>占已分配</translation>
    </message>
    <message>
        <source>%1 busy</source>
        <translation>利用率 %1</translation>
    </message>
    <message>
        <source>accelerators of %1 nodes</source>
        <translation>%1 个节点的加速卡</translation>
    </message>
    <message>
        <source>jobs</source>
        <translation>个作业</translation>
    </message>
    <message>
        <source>nobody waits</source>
        <translation>无作业排队</translation>
    </message>
    <message>
        <source>waiting p50 %1 • p95 %2</source>
        <translation>等待 p50 %1 • p95 %2</translation>
    </message>
    <message>
        <source>open</source>
        <translation>条未处理</translation>
    </message>
    <message>
        <source>none yet: no rules are set</source>
        <translation>暂无：未设置规则</translation>
    </message>
    <message>
        <source>No node has been described yet. Connections are listed behind the pill at the top.</source>
        <translation>尚无节点信息。点击顶部的连接状态可查看全部连接。</translation>
    </message>
    <message>
        <source>These nodes have no accelerators. Their host figures are on the Fleet page.</source>
        <translation>这些节点没有加速卡。主机指标见“集群”页。</translation>
    </message>
    <message>
        <source>active</source>
        <translation>活跃</translation>
    </message>
    <message>
        <source>Job %1 • %2 • tenant %3</source>
        <translation>作业 %1 • %2 • 租户 %3</translation>
    </message>
    <message>
        <source>no job</source>
        <translation>无作业</translation>
    </message>
    <message>
        <source>no telemetry yet</source>
        <translation>尚无遥测</translation>
    </message>
    <message>
        <source>no telemetry for %1</source>
        <translation>遥测中断 %1</translation>
    </message>
    <message>
        <source>others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Allocated and active accelerators, by tenant — %1</source>
        <translation>已分配与活跃加速卡（按租户，%1）</translation>
    </message>
    <message numerus="yes">
        <source>%Ln accelerator(s)</source>
        <translation>
            <numerusform>%Ln 张加速卡</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln kind(s)</source>
        <translation>
            <numerusform>%Ln 种型号</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln fragmented</source>
        <translation>
            <numerusform>碎片 %Ln 张</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>group by rack • %Ln cell(s)</source>
        <translation>
            <numerusform>按机柜分组 • %Ln 格</numerusform>
        </translation>
    </message>
    <message>
        <source>Shown once a scheduler has told its tenants and jobs.</source>
        <translation>调度器报告租户和作业后显示。</translation>
    </message>
</context>
<context>
    <name>pilothouse::PlacementPage</name>
    <message>
        <source>Submit…</source>
        <translation>提交…</translation>
    </message>
    <message>
        <source>Nodes by leaf switch</source>
        <translation>节点（按叶交换机分组）</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>作业</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>租户</translation>
    </message>
    <message>
        <source>Nobody waits</source>
        <translation>无作业排队</translation>
    </message>
    <message>
        <source>A job is dragged onto nodes, or moved with M. Nothing changes until the plan is confirmed.</source>
        <translation>将作业拖到节点上，或按 M 迁移。确认方案之前不会有任何改动。</translation>
    </message>
    <message>
        <source>No scheduler has answered yet</source>
        <translation>尚无调度器响应</translation>
    </message>
    <message>
        <source>The queue appears once one of the connected endpoints offers placement.</source>
        <translation>任一已连接的端点提供调度服务后，队列将显示在此处。</translation>
    </message>
    <message>
        <source>no leaf switch</source>
        <translation>无叶交换机</translation>
    </message>
    <message>
        <source>No scheduler has told its nodes yet.</source>
        <translation>尚无调度器上报节点。</translation>
    </message>
    <message>
        <source>%1 nodes • %2 accelerators • %3 free</source>
        <translation>%1 个节点 • %2 张加速卡 • %3 张空闲</translation>
    </message>
    <message>
        <source>Job %1 • %2 • tenant %3</source>
        <translation>作业 %1 • %2 • 租户 %3</translation>
    </message>
    <message numerus="yes">
        <source>Queue • %Ln pending</source>
        <translation>
            <numerusform>队列 • %Ln 个作业排队</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln node(s)</source>
        <translation>
            <numerusform>%Ln 个节点</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln allocated</source>
        <translation>
            <numerusform>已分配 %Ln 张</numerusform>
        </translation>
    </message>
    <message>
        <source>Job %1 is not known any more</source>
        <translation>作业 %1 已不存在</translation>
    </message>
    <message>
        <source>%1 takes no jobs: it is %2</source>
        <translation>%1 不接收作业：状态为 %2</translation>
    </message>
    <message>
        <source>%1 is not in pool %2</source>
        <translation>%1 不在资源池 %2 中</translation>
    </message>
    <message>
        <source>Job %1 wants %2; %3 has %4</source>
        <translation>作业 %1 需要 %2；%3 配置的是 %4</translation>
    </message>
    <message>
        <source>no accelerators</source>
        <translation>无加速卡</translation>
    </message>
    <message>
        <source>Free whole nodes…</source>
        <translation>腾出整节点…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>pilothouse::PlanController</name>
    <message>
        <source>A plan is being applied. Wait for its end.</source>
        <translation>正在执行方案，请等待其结束。</translation>
    </message>
    <message>
        <source>The scheduler of this plan is not connected any more.</source>
        <translation>该方案所属的调度器已断开连接。</translation>
    </message>
    <message>
        <source>No scheduler is connected.</source>
        <translation>未连接调度器。</translation>
    </message>
    <message>
        <source>The scheduler does not answer at the moment; what is shown may be old.</source>
        <translation>调度器暂无响应，所显示的内容可能已过时。</translation>
    </message>
    <message>
        <source>Submit %1</source>
        <translation>提交 %1</translation>
    </message>
    <message>
        <source>Cancel job %1</source>
        <translation>取消作业 %1</translation>
    </message>
    <message>
        <source>Hold job %1</source>
        <translation>挂起作业 %1</translation>
    </message>
    <message>
        <source>Release job %1</source>
        <translation>释放作业 %1</translation>
    </message>
    <message>
        <source>Requeue job %1</source>
        <translation>将作业 %1 重新排队</translation>
    </message>
    <message>
        <source>Move job %1</source>
        <translation>迁移作业 %1</translation>
    </message>
    <message>
        <source>Set priority of job %1</source>
        <translation>设置作业 %1 的优先级</translation>
    </message>
    <message>
        <source>Drain %1</source>
        <translation>排空 %1</translation>
    </message>
    <message>
        <source>Resume %1</source>
        <translation>恢复 %1</translation>
    </message>
    <message>
        <source>Requeue job %1, held</source>
        <translation>将作业 %1 重新排队并挂起</translation>
    </message>
    <message>
        <source>Send job %1 to pool %2</source>
        <translation>将作业 %1 转到资源池 %2</translation>
    </message>
    <message>
        <source>Let job %1 go to any node</source>
        <translation>允许作业 %1 使用任意节点</translation>
    </message>
    <message>
        <source>Require %2 for job %1</source>
        <translation>指定作业 %1 使用 %2</translation>
    </message>
    <message>
        <source>Set priority of job %1 to %2</source>
        <translation>将作业 %1 的优先级设为 %2</translation>
    </message>
    <message numerus="yes">
        <source>Cancel %Ln job(s)</source>
        <translation>
            <numerusform>取消 %Ln 个作业</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hold %Ln job(s)</source>
        <translation>
            <numerusform>挂起 %Ln 个作业</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Release %Ln job(s)</source>
        <translation>
            <numerusform>释放 %Ln 个作业</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Requeue %Ln job(s)</source>
        <translation>
            <numerusform>将 %Ln 个作业重新排队</numerusform>
        </translation>
    </message>
    <message>
        <source>Signal job %1</source>
        <translation>向作业 %1 发送信号</translation>
    </message>
    <message numerus="yes">
        <source>Signal %Ln job(s)</source>
        <translation>
            <numerusform>向 %Ln 个作业发送信号</numerusform>
        </translation>
    </message>
    <message>
        <source>Suspend job %1</source>
        <translation>挂起作业 %1</translation>
    </message>
    <message numerus="yes">
        <source>Suspend %Ln job(s)</source>
        <translation>
            <numerusform>挂起 %Ln 个作业</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume job %1</source>
        <translation>恢复作业 %1</translation>
    </message>
    <message numerus="yes">
        <source>Resume %Ln job(s)</source>
        <translation>
            <numerusform>恢复 %Ln 个作业</numerusform>
        </translation>
    </message>
    <message>
        <source>Take down %1</source>
        <translation>停用 %1</translation>
    </message>
    <message>
        <source>Change job %1</source>
        <translation>修改作业 %1</translation>
    </message>
    <message numerus="yes">
        <source>Change %Ln job(s)</source>
        <translation>
            <numerusform>修改 %Ln 个作业</numerusform>
        </translation>
    </message>
    <message>
        <source>Send %2 to job %1</source>
        <translation>向作业 %1 发送 %2</translation>
    </message>
    <message numerus="yes">
        <source>Evacuate %Ln node(s)</source>
        <translation>
            <numerusform>腾空 %Ln 个节点</numerusform>
        </translation>
    </message>
    <message>
        <source>Evacuate %1</source>
        <translation>腾空 %1</translation>
    </message>
    <message numerus="yes">
        <source>Free %Ln whole node(s)</source>
        <translation>
            <numerusform>腾出 %Ln 个整节点</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is left to do: the scheduler shows it done already.</source>
        <translation>无需再做：调度器显示已经完成。</translation>
    </message>
</context>
<context>
    <name>pilothouse::PlanError</name>
    <message>
        <source>Job %1 has ended (%2).</source>
        <translation>作业 %1 已结束（%2）。</translation>
    </message>
    <message>
        <source>Job %1 is %2, not %3.</source>
        <translation>作业 %1 处于 %2，而不是 %3。</translation>
    </message>
    <message>
        <source>Job %1 is held already.</source>
        <translation>作业 %1 已被挂起。</translation>
    </message>
    <message>
        <source>Job %1 is not held.</source>
        <translation>作业 %1 未被挂起。</translation>
    </message>
    <message>
        <source>Job %1 has that priority already.</source>
        <translation>作业 %1 已是该优先级。</translation>
    </message>
    <message>
        <source>Job %1 is in pool %2 already.</source>
        <translation>作业 %1 已在资源池 %2 中。</translation>
    </message>
    <message>
        <source>Job %1 is on these nodes already.</source>
        <translation>作业 %1 已在这些节点上。</translation>
    </message>
    <message>
        <source>Job %1 asks for %2; node %3 has %4.</source>
        <translation>作业 %1 要求 %2，节点 %3 为 %4。</translation>
    </message>
    <message>
        <source>Job %1 is %2.</source>
        <translation>作业 %1 处于 %2。</translation>
    </message>
    <message>
        <source>The scheduler does not know job %1.</source>
        <translation>调度器中没有作业 %1。</translation>
    </message>
    <message>
        <source>Node %1 is drained already.</source>
        <translation>节点 %1 已排空。</translation>
    </message>
    <message>
        <source>Node %1 is %2, not drained.</source>
        <translation>节点 %1 处于 %2，未排空。</translation>
    </message>
    <message>
        <source>There is no node %1.</source>
        <translation>没有节点 %1。</translation>
    </message>
    <message>
        <source>Node %1 is not in pool %2.</source>
        <translation>节点 %1 不在资源池 %2 中。</translation>
    </message>
    <message>
        <source>Node %1 is %2 and takes no jobs.</source>
        <translation>节点 %1 处于 %2，不接受作业。</translation>
    </message>
    <message>
        <source>There is no pool %1.</source>
        <translation>没有资源池 %1。</translation>
    </message>
    <message>
        <source>The target is too small for the %1 accelerators of job %2. Name more nodes.</source>
        <translation>目标容纳不下作业 %2 的 %1 张加速卡，请指定更多节点。</translation>
    </message>
    <message>
        <source>Name the nodes or the pool to move to.</source>
        <translation>请指定要迁往的节点或资源池。</translation>
    </message>
    <message>
        <source>The job wants %1 accelerators; its pool has %2 of that kind.</source>
        <translation>作业需要 %1 张加速卡，其资源池只有 %2 张该型号的卡。</translation>
    </message>
    <message>
        <source>Say why the nodes are drained.</source>
        <translation>请说明排空节点的原因。</translation>
    </message>
    <message>
        <source>Give the job a name.</source>
        <translation>请为作业命名。</translation>
    </message>
    <message>
        <source>A job needs at least one accelerator.</source>
        <translation>作业至少需要一张加速卡。</translation>
    </message>
    <message>
        <source>A priority is not negative.</source>
        <translation>优先级不能为负。</translation>
    </message>
    <message>
        <source>A time span is not negative.</source>
        <translation>时长不能为负。</translation>
    </message>
    <message>
        <source>Job %1 cannot be run again.</source>
        <translation>作业 %1 不能重新运行。</translation>
    </message>
    <message>
        <source>Job %1 is so already.</source>
        <translation>作业 %1 已经如此。</translation>
    </message>
    <message>
        <source>Job %1 is held; release it to set its priority.</source>
        <translation>作业 %1 已被保留；请先释放再设置优先级。</translation>
    </message>
    <message>
        <source>Node %1 is down already.</source>
        <translation>节点 %1 已经停用。</translation>
    </message>
    <message>
        <source>Say why the nodes are taken down.</source>
        <translation>请说明停用节点的原因。</translation>
    </message>
    <message>
        <source>Name the signal.</source>
        <translation>请指定信号。</translation>
    </message>
    <message>
        <source>Say what is to change.</source>
        <translation>请说明要修改什么。</translation>
    </message>
    <message>
        <source>These nodes are drained and empty already.</source>
        <translation>这些节点已经排空，上面没有作业。</translation>
    </message>
    <message>
        <source>%1 whole nodes are free already.</source>
        <translation>已有 %1 个整节点空闲。</translation>
    </message>
    <message>
        <source>No way is found to free %1 whole nodes by moving jobs.</source>
        <translation>移动作业无法腾出 %1 个整节点。</translation>
    </message>
    <message>
        <source>At least one node is to be freed.</source>
        <translation>至少要腾出一个节点。</translation>
    </message>
</context>
<context>
    <name>pilothouse::PlanPanel</name>
    <message>
        <source>running…</source>
        <translation>正在执行…</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>已回滚</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>could not be undone</source>
        <translation>回滚失败</translation>
    </message>
    <message>
        <source>What it changes</source>
        <translation>方案影响</translation>
    </message>
    <message>
        <source>Apply plan</source>
        <translation>执行方案</translation>
    </message>
    <message>
        <source>Plan — not yet applied</source>
        <translation>方案 — 尚未执行</translation>
    </message>
    <message>
        <source>Plan — being applied</source>
        <translation>方案 — 正在执行</translation>
    </message>
    <message>
        <source>Plan — applied</source>
        <translation>方案 — 已执行</translation>
    </message>
    <message>
        <source>Plan — not applied in full</source>
        <translation>方案 — 未完全执行</translation>
    </message>
    <message>
        <source>tenant %1</source>
        <translation>租户 %1</translation>
    </message>
    <message>
        <source>Jobs touched</source>
        <translation>涉及作业</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Can start there now</source>
        <translation>可立即在该处启动</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no, it will wait</source>
        <translation>否，将等待</translation>
    </message>
    <message>
        <source>Leaf switches spanned</source>
        <translation>跨越叶交换机</translation>
    </message>
    <message>
        <source>Whole nodes free</source>
        <translation>整机空闲节点</translation>
    </message>
    <message>
        <source>Pending jobs that then fit</source>
        <translation>随后可放下的排队作业</translation>
    </message>
    <message>
        <source>Lost work</source>
        <translation>计算损失</translation>
    </message>
    <message>
        <source>%1 acc-h</source>
        <translation>%1 卡时</translation>
    </message>
    <message>
        <source>Cancelling ends the work for good. What was computed since %1 is lost: %2 accelerator-hours.</source>
        <translation>取消后作业无法恢复。自 %1 以来的计算将丢失：%2 卡时。</translation>
    </message>
    <message>
        <source>The job starts again from its last checkpoint. Work since %1 is lost: %2 accelerator-hours.</source>
        <translation>作业将从最近的检查点重新开始。自 %1 以来的计算将丢失：%2 卡时。</translation>
    </message>
    <message>
        <source>Type the job id, %1, to confirm.</source>
        <translation>请输入作业号 %1 以确认。</translation>
    </message>
    <message>
        <source>Type the number of jobs, %1, to confirm.</source>
        <translation>请输入作业数量 %1 以确认。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message numerus="yes">
        <source>%Ln step(s)</source>
        <translation>
            <numerusform>%Ln 个步骤</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln accelerator(s)</source>
        <translation>
            <numerusform>%Ln 张加速卡</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>另有 %Ln 步</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its tenant would be %Ln accelerator(s) over its quota; the job waits until others end.</source>
        <translation>
            <numerusform>其租户将超出配额 %Ln 张加速卡；作业会一直等到其他作业结束。</numerusform>
        </translation>
    </message>
    <message>
        <source>Reason: %1</source>
        <translation>原因：%1</translation>
    </message>
    <message>
        <source>pool %1</source>
        <translation>资源池 %1</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>最长 %1</translation>
    </message>
    <message>
        <source>Can start now</source>
        <translation>能否立即启动</translation>
    </message>
    <message>
        <source>job id</source>
        <translation>作业编号</translation>
    </message>
    <message>
        <source>number of jobs</source>
        <translation>作业数量</translation>
    </message>
    <message>
        <source>%1 of %2 steps done</source>
        <translation>已完成 %1/%2 步</translation>
    </message>
    <message>
        <source>Retry what was refused</source>
        <translation>重试被拒绝的步骤</translation>
    </message>
    <message>
        <source>Jobs moved</source>
        <translation>移动的作业</translation>
    </message>
    <message>
        <source>%1, the fewest</source>
        <translation>%1（最少）</translation>
    </message>
    <message>
        <source>%1, at least %2</source>
        <translation>%1（至少 %2）</translation>
    </message>
    <message>
        <source>Go back to the queue</source>
        <translation>回到队列</translation>
    </message>
    <message>
        <source>Stay until they end</source>
        <translation>留到结束</translation>
    </message>
    <message>
        <source>Empty at the latest</source>
        <translation>最迟腾空于</translation>
    </message>
    <message>
        <source>The jobs start again from their last checkpoints. Work since %1 at the earliest is lost: %2 accelerator-hours.</source>
        <translation>这些作业从各自最近的检查点重新开始。最早自 %1 起的计算丢失：%2 卡时。</translation>
    </message>
    <message>
        <source>These jobs stay: %1.</source>
        <translation>这些作业留在原处：%1。</translation>
    </message>
</context>
<context>
    <name>pilothouse::Rail</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>pilothouse::RowsView</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>无数据</translation>
    </message>
    <message>
        <source>%1   %2   %3</source>
        <translation>%1   %2   %3</translation>
    </message>
</context>
<context>
    <name>pilothouse::SearchDialog</name>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Find a node, job, tenant or page</source>
        <translation>查找节点、作业、租户或页面</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>查找结果</translation>
    </message>
    <message>
        <source>page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <source>Fleet</source>
        <translation>集群</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>作业</translation>
    </message>
    <message>
        <source>Placement</source>
        <translation>调度布局</translation>
    </message>
    <message>
        <source>tenant</source>
        <translation>租户</translation>
    </message>
    <message>
        <source>node in %1</source>
        <translation>节点，位于 %1</translation>
    </message>
    <message>
        <source>job of %1, %2</source>
        <translation>%1 的作业，%2</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>审计</translation>
    </message>
</context>
<context>
    <name>pilothouse::SlurmDialog</name>
    <message>
        <source>Slurm cluster</source>
        <translation>Slurm 集群</translation>
    </message>
    <message>
        <source>unix:/run/slurmrestd.sock, http://host:6820 or https://host:6820</source>
        <translation>unix:/run/slurmrestd.sock、http://主机:6820 或 https://主机:6820</translation>
    </message>
    <message>
        <source>in the file</source>
        <translation>来自文件</translation>
    </message>
    <message>
        <source>printed by</source>
        <translation>来自命令</translation>
    </message>
    <message>
        <source>whom the token names</source>
        <translation>以令牌中的用户为准</translation>
    </message>
    <message>
        <source>the system&apos;s own</source>
        <translation>系统自带</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>on this machine</source>
        <translation>在本机执行</translation>
    </message>
    <message>
        <source>through ssh on</source>
        <translation>通过 ssh 在</translation>
    </message>
    <message>
        <source>slurmrestd</source>
        <translation>slurmrestd</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Trusted certificates</source>
        <translation>信任的证书</translation>
    </message>
    <message>
        <source>Slurm&apos;s commands</source>
        <translation>Slurm 命令</translation>
    </message>
    <message>
        <source>Commands do what slurmrestd does not offer, such as requeue and drain, and read a large cluster twenty times faster.</source>
        <translation>命令可完成 slurmrestd 未提供的操作（如重新排队、排空），读取大型集群也快二十倍。</translation>
    </message>
    <message>
        <source>host, or user@host</source>
        <translation>主机，或 用户@主机</translation>
    </message>
    <message>
        <source>a file that only you can read</source>
        <translation>只有您本人可读的文件</translation>
    </message>
    <message>
        <source>such as: scontrol token lifespan=3600</source>
        <translation>例如：scontrol token lifespan=3600</translation>
    </message>
</context>
<context>
    <name>pilothouse::SubmitDialog</name>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>Hold it at first</source>
        <translation>提交后先挂起</translation>
    </message>
    <message>
        <source>Submit a job</source>
        <translation>提交作业</translation>
    </message>
    <message>
        <source>such as llm-sft</source>
        <translation>例如 llm-sft</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>租户</translation>
    </message>
    <message>
        <source>Pool</source>
        <translation>资源池</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>应用场景</translation>
    </message>
    <message>
        <source>Framework</source>
        <translation>框架</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>型号</translation>
    </message>
    <message>
        <source>Accelerators</source>
        <translation>加速卡数</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Simulated work</source>
        <translation>模拟运行时长</translation>
    </message>
    <message>
        <source>Make a plan</source>
        <translation>生成方案</translation>
    </message>
    <message>
        <source>an absolute path on the nodes, such as /home/alice/llm</source>
        <translation>节点上的绝对路径，例如 /home/alice/llm</translation>
    </message>
    <message>
        <source>Script</source>
        <translation>脚本</translation>
    </message>
    <message>
        <source>Directory</source>
        <translation>工作目录</translation>
    </message>
</context>
<context>
    <name>pilothouse::Tables</name>
    <message>
        <source>Accelerator</source>
        <translation>加速卡</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Rack</source>
        <translation>机柜</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>型号</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>作业</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>租户</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用状态</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>活跃</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>利用率</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>显存</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>功率</translation>
    </message>
    <message>
        <source>Temp.</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>核心频率</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>距今</translation>
    </message>
    <message>
        <source>allocated, effective</source>
        <translation>已分配，有效计算</translation>
    </message>
    <message>
        <source>allocated, stalled</source>
        <translation>已分配，等待 I/O 或通信</translation>
    </message>
    <message>
        <source>allocated, idle</source>
        <translation>已分配，占而不用</translation>
    </message>
    <message>
        <source>free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>drained</source>
        <translation>已排空</translation>
    </message>
    <message>
        <source>down</source>
        <translation>故障停机</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Why it waits</source>
        <translation>等待原因</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Pool</source>
        <translation>资源池</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>应用场景</translation>
    </message>
    <message>
        <source>Framework</source>
        <translation>框架</translation>
    </message>
    <message>
        <source>Acc.</source>
        <translation>卡数</translation>
    </message>
    <message>
        <source>Tensor active</source>
        <translation>张量核活跃</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>已运行</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Waited</source>
        <translation>已等待</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>提交时间</translation>
    </message>
    <message>
        <source>Leaf switch</source>
        <translation>叶交换机</translation>
    </message>
    <message>
        <source>Allocated</source>
        <translation>已分配</translation>
    </message>
    <message>
        <source>Utilization</source>
        <translation>利用率</translation>
    </message>
    <message>
        <source>Hottest</source>
        <translation>最高温度</translation>
    </message>
    <message>
        <source>Host memory</source>
        <translation>主机内存</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Accelerators</source>
        <translation>加速卡</translation>
    </message>
    <message>
        <source>Silent nodes</source>
        <translation>失联节点</translation>
    </message>
    <message>
        <source>Acc. memory</source>
        <translation>显存占用</translation>
    </message>
    <message>
        <source>Alloc.</source>
        <translation>已分配</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>no rack</source>
        <translation>无机柜</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作者</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Engine&apos;s reply</source>
        <translation>引擎答复</translation>
    </message>
    <message>
        <source>As user</source>
        <translation>引擎用户</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>变更前</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>请求变更为</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>集群</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>From host</source>
        <translation>来源主机</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
</context>
<context>
    <name>pilothouse::Text</name>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 天 %2 小时</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>duration in seconds</comment>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 m %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 m</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>age with one decimal</comment>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 m</source>
        <comment>age in minutes</comment>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h</source>
        <comment>age in hours</comment>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>%1 d</source>
        <comment>age in days</comment>
        <translation>%1 天</translation>
    </message>
    <message>
        <source>Agent started</source>
        <translation>代理已启动</translation>
    </message>
    <message>
        <source>Accelerator fault %1</source>
        <translation>加速卡故障 %1</translation>
    </message>
    <message>
        <source>Uncorrected ECC error</source>
        <translation>不可纠正的 ECC 错误</translation>
    </message>
    <message>
        <source>Link down</source>
        <translation>链路中断</translation>
    </message>
    <message>
        <source>Link up</source>
        <translation>链路恢复</translation>
    </message>
    <message>
        <source>Throttled by heat</source>
        <translation>过热降频</translation>
    </message>
    <message>
        <source>Throttling ended</source>
        <translation>降频结束</translation>
    </message>
    <message>
        <source>Node lost</source>
        <translation>节点失联</translation>
    </message>
    <message>
        <source>Node back</source>
        <translation>节点恢复</translation>
    </message>
    <message>
        <source>Checkpoint of job %1</source>
        <translation>作业 %1 的检查点</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>waits for free accelerators</source>
        <translation>等待空闲加速卡</translation>
    </message>
    <message>
        <source>jobs of higher priority go first</source>
        <translation>更高优先级的作业优先</translation>
    </message>
    <message>
        <source>held by its user</source>
        <translation>被用户挂起</translation>
    </message>
    <message>
        <source>held by an administrator</source>
        <translation>被管理员挂起</translation>
    </message>
    <message>
        <source>a node that it requires is not available</source>
        <translation>所需节点不可用</translation>
    </message>
    <message>
        <source>its begin time has not come</source>
        <translation>未到开始时间</translation>
    </message>
    <message>
        <source>waits for another job</source>
        <translation>等待其他作业</translation>
    </message>
    <message>
        <source>its tenant has reached its quota</source>
        <translation>租户已达配额</translation>
    </message>
    <message>
        <source>larger than its pool allows</source>
        <translation>超出资源池允许的规模</translation>
    </message>
    <message>
        <source>a node went down</source>
        <translation>有节点宕机</translation>
    </message>
    <message>
        <source>ended with an error</source>
        <translation>异常退出</translation>
    </message>
    <message>
        <source>ran into its time limit</source>
        <translation>达到时限</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>挂起</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>释放</translation>
    </message>
    <message>
        <source>Requeue</source>
        <translation>重新排队</translation>
    </message>
    <message>
        <source>Requeue, held</source>
        <translation>重新排队并挂起</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>迁移</translation>
    </message>
    <message>
        <source>Set priority</source>
        <translation>设置优先级</translation>
    </message>
    <message>
        <source>Drain</source>
        <translation>排空</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h</source>
        <comment>span in hours</comment>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>Signal</source>
        <translation>发送信号</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>挂起</translation>
    </message>
    <message>
        <source>Resume job</source>
        <translation>恢复作业</translation>
    </message>
    <message>
        <source>Take down</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>the job that it depends on ended in another way; it will never start</source>
        <translation>所依赖的作业以其他方式结束，本作业将永远不会启动</translation>
    </message>
    <message>
        <source>its time limit is longer than its pool allows</source>
        <translation>时限超出资源池允许的长度</translation>
    </message>
    <message>
        <source>its pool starts no jobs</source>
        <translation>资源池已停止启动作业</translation>
    </message>
    <message>
        <source>its pool is inactive</source>
        <translation>资源池未启用</translation>
    </message>
    <message>
        <source>its pool does not allow such a job</source>
        <translation>资源池不允许此类作业</translation>
    </message>
    <message>
        <source>waits for a software licence</source>
        <translation>等待软件许可证</translation>
    </message>
    <message>
        <source>waits for its reservation to begin</source>
        <translation>等待预留开始</translation>
    </message>
    <message>
        <source>its reservation was deleted; held</source>
        <translation>其预留已被删除，作业被挂起</translation>
    </message>
    <message>
        <source>as many tasks of its array run as it allows itself</source>
        <translation>作业数组同时运行的任务数已达自设上限</translation>
    </message>
    <message>
        <source>its nodes are being prepared</source>
        <translation>正在准备节点</translation>
    </message>
    <message>
        <source>its last run is being cleaned up</source>
        <translation>正在清理上一次运行</translation>
    </message>
    <message>
        <source>held: it was requeued too often</source>
        <translation>重新排队次数过多，已被挂起</translation>
    </message>
    <message>
        <source>could not be launched</source>
        <translation>启动失败</translation>
    </message>
    <message>
        <source>ended by a signal</source>
        <translation>被信号终止</translation>
    </message>
    <message>
        <source>used more memory than it asked for</source>
        <translation>内存用量超出申请量</translation>
    </message>
    <message>
        <source>was idle for too long</source>
        <translation>空闲时间过长</translation>
    </message>
    <message>
        <source>no nodes can ever meet what it asks for</source>
        <translation>没有任何节点能满足其要求</translation>
    </message>
    <message>
        <source>its tenant is not known</source>
        <translation>租户不存在</translation>
    </message>
    <message>
        <source>its tenant may not use this pool</source>
        <translation>租户无权使用该资源池</translation>
    </message>
    <message>
        <source>its QOS is not known</source>
        <translation>QOS 不存在</translation>
    </message>
    <message>
        <source>its QOS may not be used here</source>
        <translation>此处不允许使用该 QOS</translation>
    </message>
    <message>
        <source>its usage is above the threshold of its QOS</source>
        <translation>用量超过 QOS 的阈值</translation>
    </message>
    <message>
        <source>a limit of its tenant or QOS is reached</source>
        <translation>已达租户或 QOS 的某项上限</translation>
    </message>
    <message>
        <source>its tenant runs as many jobs as it may</source>
        <translation>租户运行的作业数已达上限</translation>
    </message>
    <message>
        <source>its tenant has used up its time</source>
        <translation>租户的时间额度已用完</translation>
    </message>
    <message>
        <source>its QOS runs as many jobs as it may</source>
        <translation>QOS 运行的作业数已达上限</translation>
    </message>
    <message>
        <source>its QOS has reached its limit</source>
        <translation>QOS 已达上限</translation>
    </message>
    <message>
        <source>its QOS has used up its time</source>
        <translation>QOS 的时间额度已用完</translation>
    </message>
    <message>
        <source>asks for more memory than its pool allows</source>
        <translation>申请的内存超出资源池允许的量</translation>
    </message>
    <message>
        <source>could not end before its deadline</source>
        <translation>无法在截止时间前结束</translation>
    </message>
    <message>
        <source>a front-end node is down</source>
        <translation>前端节点已宕机</translation>
    </message>
    <message>
        <source>the scheduler puts off immediate starts</source>
        <translation>调度器推迟了立即启动</translation>
    </message>
    <message>
        <source>the system failed</source>
        <translation>系统故障</translation>
    </message>
    <message>
        <source>another cluster decides about it</source>
        <translation>由其他集群决定</translation>
    </message>
    <message>
        <source>waits for room in the burst buffer</source>
        <translation>等待突发缓冲区的空间</translation>
    </message>
    <message>
        <source>its data is being staged into the burst buffer</source>
        <translation>正在将数据载入突发缓冲区</translation>
    </message>
    <message>
        <source>an operation on the burst buffer failed</source>
        <translation>突发缓冲区操作失败</translation>
    </message>
    <message>
        <source>not enough power is available</source>
        <translation>可用功率不足</translation>
    </message>
    <message>
        <source>the power that it needs is reserved</source>
        <translation>所需功率已被预留</translation>
    </message>
    <message>
        <source>asks for more power than is allowed</source>
        <translation>申请的功率超出允许值</translation>
    </message>
    <message>
        <source>has not been looked at by the scheduler yet</source>
        <translation>调度器尚未处理</translation>
    </message>
    <message>
        <source>CPU cores</source>
        <translation>CPU 核</translation>
    </message>
    <message>
        <source>memory</source>
        <comment>of a limit</comment>
        <translation>内存</translation>
    </message>
    <message>
        <source>nodes</source>
        <comment>of a limit</comment>
        <translation>节点</translation>
    </message>
    <message>
        <source>accelerators</source>
        <comment>of a limit</comment>
        <translation>加速卡</translation>
    </message>
    <message>
        <source>energy</source>
        <comment>of a limit</comment>
        <translation>能耗</translation>
    </message>
    <message>
        <source>software licences</source>
        <translation>软件许可证</translation>
    </message>
    <message>
        <source>burst buffer</source>
        <translation>突发缓冲区</translation>
    </message>
    <message>
        <source>billing units</source>
        <translation>计费单位</translation>
    </message>
    <message>
        <source>run time</source>
        <translation>运行时间</translation>
    </message>
    <message>
        <source>resources</source>
        <translation>资源</translation>
    </message>
    <message>
        <source>its user</source>
        <translation>其用户</translation>
    </message>
    <message>
        <source>the user %1</source>
        <translation>用户 %1</translation>
    </message>
    <message>
        <source>its tenant</source>
        <translation>其租户</translation>
    </message>
    <message>
        <source>the tenant %1</source>
        <translation>租户 %1</translation>
    </message>
    <message>
        <source>its QOS</source>
        <translation>其 QOS</translation>
    </message>
    <message>
        <source>the QOS %1</source>
        <translation>QOS %1</translation>
    </message>
    <message>
        <source>%1 already has as many jobs in the queue as allowed</source>
        <translation>%1在队列中的作业数已达上限</translation>
    </message>
    <message>
        <source>%1 already runs as many jobs as allowed</source>
        <translation>%1同时运行的作业数已达上限</translation>
    </message>
    <message>
        <source>its time limit is longer than %1 allows</source>
        <translation>作业时限超出%1允许的长度</translation>
    </message>
    <message>
        <source>%1 has used up all the run time allowed</source>
        <translation>%1允许的运行时间已用完</translation>
    </message>
    <message>
        <source>%1 has used up its budget of %2 × time</source>
        <translation>%1的%2×时间额度已用完</translation>
    </message>
    <message>
        <source>running jobs of %1 claim all its budget of %2 × time</source>
        <translation>%1的运行中作业已占满其%2×时间额度</translation>
    </message>
    <message numerus="yes">
        <source>%1 may use at most %Ln accelerators in total; the limit is reached</source>
        <translation>
            <numerusform>%1合计最多可用 %Ln 张加速卡，已达上限</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 has reached its limit of %2 in use at once</source>
        <translation>%1同时使用的%2已达上限</translation>
    </message>
    <message>
        <source>asks for more %1 on one node than %2 allows</source>
        <translation>在单个节点上申请的%1超出%2允许的量</translation>
    </message>
    <message>
        <source>asks for less %1 than %2 requires</source>
        <translation>申请的%1少于%2要求的量</translation>
    </message>
    <message>
        <source>asks for more %1 than %2 allows one job</source>
        <translation>申请的%1超出%2对单个作业的上限</translation>
    </message>
    <message>
        <source>asks for more %1 × time than %2 allows one job</source>
        <translation>申请的%1×时间超出%2对单个作业的上限</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>a reason and the scheduler&apos;s name for it</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a reason and details</comment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>pilothouse::TimeBar</name>
    <message>
        <source>Time bar</source>
        <translation>时间条</translation>
    </message>
    <message>
        <source>Live, %1</source>
        <translation>实时，%1</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Cursor at %1</source>
        <translation>光标位于 %1</translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation>实时</translation>
    </message>
</context>
<context>
    <name>pilothouse::TimeChart</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1
%2</source>
        <translation>%1
%2</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source> (%1 to %2)</source>
        <translation> (%1 至 %2)</translation>
    </message>
    <message>
        <source>No data in this range</source>
        <translation>此范围内无数据</translation>
    </message>
</context>
<context>
    <name>pilothouse::TopBar</name>
    <message>
        <source>Find a node, job, tenant, or run a command</source>
        <translation>搜索节点、作业、租户，或执行命令</translation>
    </message>
</context>
<context>
    <name>pilothouse::WaitCard</name>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>never</source>
        <translation>永不</translation>
    </message>
    <message>
        <source>First in its queue (priority %1)</source>
        <translation>排到队首（优先级 %1）</translation>
    </message>
    <message>
        <source>Any node of its pool</source>
        <translation>资源池内任意节点</translation>
    </message>
    <message>
        <source>Pool %1</source>
        <translation>资源池 %1</translation>
    </message>
    <message>
        <source>Time limit %1</source>
        <translation>时限 %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln accelerator(s)</source>
        <translation>
            <numerusform>%Ln 张加速卡</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 instead</source>
        <translation>改用 %1</translation>
    </message>
    <message>
        <source>Why it waits</source>
        <translation>为何等待</translation>
    </message>
    <message>
        <source>In the way</source>
        <translation>挡在前面的</translation>
    </message>
    <message>
        <source>What would help</source>
        <translation>怎样能更早</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>作业</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Accelerators</source>
        <translation>加速卡</translation>
    </message>
    <message>
        <source>Ends at the latest</source>
        <translation>最迟结束</translation>
    </message>
    <message>
        <source>If it had</source>
        <translation>假如</translation>
    </message>
    <message>
        <source>It starts</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Make a plan</source>
        <translation>生成方案</translation>
    </message>
    <message>
        <source>Nobody runs where it wants to run</source>
        <translation>它要用的地方没有作业在运行</translation>
    </message>
    <message>
        <source>It waits for its turn, a limit, or for nodes that are out of use.</source>
        <translation>它在等轮到自己、等限额，或等停用的节点。</translation>
    </message>
    <message>
        <source>Nothing else to try</source>
        <translation>没有其他办法</translation>
    </message>
    <message>
        <source>No other pool, kind or size of it would be different.</source>
        <translation>换资源池、型号或规模都不会有所不同。</translation>
    </message>
    <message>
        <source>Working it out…</source>
        <translation>正在推算…</translation>
    </message>
    <message>
        <source>The scheduler has not said why yet</source>
        <translation>调度器尚未说明原因</translation>
    </message>
    <message>
        <source>The scheduler expects it to start: %1.</source>
        <translation>调度器预计它开始于：%1。</translation>
    </message>
    <message>
        <source>It starts at the latest: %1, if every job runs to its time limit and none of higher priority comes.</source>
        <translation>最迟开始于：%1，前提是各作业都运行到时限，且没有更高优先级的作业到来。</translation>
    </message>
    <message>
        <source>When it starts cannot be told: what is in the way has no time limit, or it waits for something else.</source>
        <translation>无法推算何时开始：挡在前面的没有时限，或它在等别的事情。</translation>
    </message>
    <message>
        <source>It cannot start as it is: the nodes that it may use are too few.</source>
        <translation>照现在的要求它无法开始：可用的节点不够。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s) ahead of it in its pool</source>
        <translation>
            <numerusform>同一资源池中有 %Ln 个作业排在前面</numerusform>
        </translation>
    </message>
    <message>
        <source>Tenant %1 uses %2 of the %3 accelerators of its quota.</source>
        <translation>租户 %1 已用配额 %3 张加速卡中的 %2 张。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s)</source>
        <translation>
            <numerusform>%Ln 个作业</numerusform>
        </translation>
    </message>
    <message>
        <source>no time limit</source>
        <translation>无时限</translation>
    </message>
    <message>
        <source>submit it anew</source>
        <translation>须重新提交</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车</translation>
    </message>
    <message>
        <source>not offered</source>
        <translation>不提供</translation>
    </message>
    <message>
        <source>The scheduler cannot change this of a job. Cancel it and submit it so.</source>
        <translation>调度器不能更改作业的这一项。请取消后照此重新提交。</translation>
    </message>
    <message>
        <source>Select a row first.</source>
        <translation>请先选择一行。</translation>
    </message>
</context>
</TS>
