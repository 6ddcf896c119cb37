<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>pilothouse::Attention</name>
    <message numerus="yes">
        <source>Job %1 • %2 • %n accelerator(s)</source>
        <translation>
            <numerusform>Job %1 • %2 • %n accelerator</numerusform>
            <numerusform>Job %1 • %2 • %n accelerators</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::BandRows</name>
    <message numerus="yes">
        <source>minimum, mean and maximum of %n</source>
        <translation>
            <numerusform>minimum, mean and maximum of %n</numerusform>
            <numerusform>minimum, mean and maximum of %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::DrainPrompt</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::JobPage</name>
    <message numerus="yes">
        <source>%1, all %n accelerator(s)</source>
        <translation>
            <numerusform>%1, %n accelerator</numerusform>
            <numerusform>%1, all %n accelerators</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::OverviewPage</name>
    <message numerus="yes">
        <source>%n accelerator(s)</source>
        <translation>
            <numerusform>%n accelerator</numerusform>
            <numerusform>%n accelerators</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kind(s)</source>
        <translation>
            <numerusform>%n kind</numerusform>
            <numerusform>%n kinds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fragmented</source>
        <translation>
            <numerusform>%n fragmented</numerusform>
            <numerusform>%n fragmented</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>group by rack • %n cell(s)</source>
        <translation>
            <numerusform>group by rack • %n cell</numerusform>
            <numerusform>group by rack • %n cells</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::PlacementPage</name>
    <message numerus="yes">
        <source>Queue • %n pending</source>
        <translation>
            <numerusform>Queue • %n pending</numerusform>
            <numerusform>Queue • %n pending</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>%n node</numerusform>
            <numerusform>%n nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n allocated</source>
        <translation>
            <numerusform>%n allocated</numerusform>
            <numerusform>%n allocated</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::PlanController</name>
    <message numerus="yes">
        <source>Cancel %n job(s)</source>
        <translation>
            <numerusform>Cancel %n job</numerusform>
            <numerusform>Cancel %n jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hold %n job(s)</source>
        <translation>
            <numerusform>Hold %n job</numerusform>
            <numerusform>Hold %n jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Release %n job(s)</source>
        <translation>
            <numerusform>Release %n job</numerusform>
            <numerusform>Release %n jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Requeue %n job(s)</source>
        <translation>
            <numerusform>Requeue %n job</numerusform>
            <numerusform>Requeue %n jobs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::PlanPanel</name>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n accelerator(s)</source>
        <translation>
            <numerusform>%n accelerator</numerusform>
            <numerusform>%n accelerators</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its tenant would be %n accelerator(s) over its quota; the job waits until others end.</source>
        <translation>
            <numerusform>Its tenant would be %n accelerator over its quota; the job waits until others end.</numerusform>
            <numerusform>Its tenant would be %n accelerators over its quota; the job waits until others end.</numerusform>
        </translation>
    </message>
</context>
</TS>
