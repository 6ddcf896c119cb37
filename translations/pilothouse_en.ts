<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>pilothouse::Attention</name>
    <message numerus="yes">
        <source>Job %1 • %2 • %Ln accelerator(s)</source>
        <translation>
            <numerusform>Job %1 • %2 • %Ln accelerator</numerusform>
            <numerusform>Job %1 • %2 • %Ln accelerators</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::BandRows</name>
    <message numerus="yes">
        <source>minimum, mean and maximum of %Ln</source>
        <translation>
            <numerusform>minimum, mean and maximum of %Ln</numerusform>
            <numerusform>minimum, mean and maximum of %Ln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::ChangeDialog</name>
    <message numerus="yes">
        <source>Change %Ln job(s)</source>
        <translation>
            <numerusform>Change %Ln job</numerusform>
            <numerusform>Change %Ln jobs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::DrainPrompt</name>
    <message numerus="yes">
        <source>%1 and %Ln more</source>
        <translation>
            <numerusform>%1 and %Ln more</numerusform>
            <numerusform>%1 and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::EvacuateDialog</name>
    <message numerus="yes">
        <source>Evacuate %Ln node(s)</source>
        <translation>
            <numerusform>Evacuate %Ln node</numerusform>
            <numerusform>Evacuate %Ln nodes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::FreeNodesDialog</name>
    <message numerus="yes">
        <source>%Ln whole node(s) are free there now. The plan moves as few jobs as can be; those that it moves start again from their last checkpoint.</source>
        <translation>
            <numerusform>%Ln whole node is free there now. The plan moves as few jobs as can be; those that it moves start again from their last checkpoint.</numerusform>
            <numerusform>%Ln whole nodes are free there now. The plan moves as few jobs as can be; those that it moves start again from their last checkpoint.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::JobPage</name>
    <message numerus="yes">
        <source>%1, all %Ln accelerator(s)</source>
        <translation>
            <numerusform>%1, %Ln accelerator</numerusform>
            <numerusform>%1, all %Ln accelerators</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::OverviewPage</name>
    <message numerus="yes">
        <source>%Ln accelerator(s)</source>
        <translation>
            <numerusform>%Ln accelerator</numerusform>
            <numerusform>%Ln accelerators</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln kind(s)</source>
        <translation>
            <numerusform>%Ln kind</numerusform>
            <numerusform>%Ln kinds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln fragmented</source>
        <translation>
            <numerusform>%Ln fragmented</numerusform>
            <numerusform>%Ln fragmented</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>group by rack • %Ln cell(s)</source>
        <translation>
            <numerusform>group by rack • %Ln cell</numerusform>
            <numerusform>group by rack • %Ln cells</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::PlacementPage</name>
    <message numerus="yes">
        <source>Queue • %Ln pending</source>
        <translation>
            <numerusform>Queue • %Ln pending</numerusform>
            <numerusform>Queue • %Ln pending</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln node(s)</source>
        <translation>
            <numerusform>%Ln node</numerusform>
            <numerusform>%Ln nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln allocated</source>
        <translation>
            <numerusform>%Ln allocated</numerusform>
            <numerusform>%Ln allocated</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::PlanController</name>
    <message numerus="yes">
        <source>Cancel %Ln job(s)</source>
        <translation>
            <numerusform>Cancel %Ln job</numerusform>
            <numerusform>Cancel %Ln jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hold %Ln job(s)</source>
        <translation>
            <numerusform>Hold %Ln job</numerusform>
            <numerusform>Hold %Ln jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Release %Ln job(s)</source>
        <translation>
            <numerusform>Release %Ln job</numerusform>
            <numerusform>Release %Ln jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Requeue %Ln job(s)</source>
        <translation>
            <numerusform>Requeue %Ln job</numerusform>
            <numerusform>Requeue %Ln jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Signal %Ln job(s)</source>
        <translation>
            <numerusform>Signal %Ln job</numerusform>
            <numerusform>Signal %Ln jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Suspend %Ln job(s)</source>
        <translation>
            <numerusform>Suspend %Ln job</numerusform>
            <numerusform>Suspend %Ln jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Resume %Ln job(s)</source>
        <translation>
            <numerusform>Resume %Ln job</numerusform>
            <numerusform>Resume %Ln jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Change %Ln job(s)</source>
        <translation>
            <numerusform>Change %Ln job</numerusform>
            <numerusform>Change %Ln jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Evacuate %Ln node(s)</source>
        <translation>
            <numerusform>Evacuate %Ln node</numerusform>
            <numerusform>Evacuate %Ln nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Free %Ln whole node(s)</source>
        <translation>
            <numerusform>Free %Ln whole node</numerusform>
            <numerusform>Free %Ln whole nodes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::PlanPanel</name>
    <message numerus="yes">
        <source>%Ln step(s)</source>
        <translation>
            <numerusform>%Ln step</numerusform>
            <numerusform>%Ln steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln accelerator(s)</source>
        <translation>
            <numerusform>%Ln accelerator</numerusform>
            <numerusform>%Ln accelerators</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its tenant would be %Ln accelerator(s) over its quota; the job waits until others end.</source>
        <translation>
            <numerusform>Its tenant would be %Ln accelerator over its quota; the job waits until others end.</numerusform>
            <numerusform>Its tenant would be %Ln accelerators over its quota; the job waits until others end.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::Text</name>
    <message numerus="yes">
        <source>%1 may use at most %Ln accelerators in total; the limit is reached</source>
        <translation>
            <numerusform>%1 may use at most %Ln accelerator in total; the limit is reached</numerusform>
            <numerusform>%1 may use at most %Ln accelerators in total; the limit is reached</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pilothouse::WaitCard</name>
    <message numerus="yes">
        <source>%Ln accelerator(s)</source>
        <translation>
            <numerusform>%Ln accelerator</numerusform>
            <numerusform>%Ln accelerators</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s) ahead of it in its pool</source>
        <translation>
            <numerusform>%Ln job ahead of it in its pool</numerusform>
            <numerusform>%Ln jobs ahead of it in its pool</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s)</source>
        <translation>
            <numerusform>%Ln job</numerusform>
            <numerusform>%Ln jobs</numerusform>
        </translation>
    </message>
</context>
</TS>
