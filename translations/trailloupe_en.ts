<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>GraphTrailWords</name>
    <message numerus="yes">
        <source>Path of %n step(s): %1</source>
        <translation>
            <numerusform>Path of %n step: %1</numerusform>
            <numerusform>Path of %n steps: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GraphWords</name>
    <message numerus="yes">
        <source>%1 (%n change(s))</source>
        <translation>
            <numerusform>%1 (%n change)</numerusform>
            <numerusform>%1 (%n changes)</numerusform>
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
        <source>%n relation(s)</source>
        <translation>
            <numerusform>%n relation</numerusform>
            <numerusform>%n relations</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistogramWords</name>
    <message numerus="yes">
        <source>%n week(s)</source>
        <translation>
            <numerusform>%n week</numerusform>
            <numerusform>%n weeks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SummaryWords</name>
    <message numerus="yes">
        <source>%n more name(s) below</source>
        <translation>
            <numerusform>%n more name below</numerusform>
            <numerusform>%n more names below</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimelineWords</name>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n session</numerusform>
            <numerusform>%n sessions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>trailloupe::ui::FieldDelegate</name>
    <message numerus="yes">
        <source>%n field(s)</source>
        <translation>
            <numerusform>%n field</numerusform>
            <numerusform>%n fields</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n element(s)</source>
        <translation>
            <numerusform>%n element</numerusform>
            <numerusform>%n elements</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>trailloupe::ui::GraphChangesModel</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>trailloupe::ui::GraphPage</name>
    <message numerus="yes">
        <source>%n neighbour(s)</source>
        <translation>
            <numerusform>%n neighbour</numerusform>
            <numerusform>%n neighbours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>trailloupe::ui::GraphPanel</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n relation(s)</source>
        <translation>
            <numerusform>%n relation</numerusform>
            <numerusform>%n relations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n resource(s) of those shown</source>
        <translation>
            <numerusform>%n resource of those shown</numerusform>
            <numerusform>%n resources of those shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>trailloupe::ui::GraphView</name>
    <message numerus="yes">
        <source>%n neighbour(s) not shown</source>
        <translation>
            <numerusform>%n neighbour not shown</numerusform>
            <numerusform>%n neighbours not shown</numerusform>
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
        <source>%n neighbour(s) not shown: a click shows them</source>
        <translation>
            <numerusform>%n neighbour not shown: a click shows them</numerusform>
            <numerusform>%n neighbours not shown: a click shows them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Open: show the %n resource(s) in it</source>
        <translation>
            <numerusform>Open: show the %n resource in it</numerusform>
            <numerusform>Open: show the %n resources in it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Close: the %n resource(s) in it become one</source>
        <translation>
            <numerusform>Close: the %n resource in it becomes one</numerusform>
            <numerusform>Close: the %n resources in it become one</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n resource(s)</source>
        <translation>
            <numerusform>%n resource</numerusform>
            <numerusform>%n resources</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>trailloupe::ui::OverviewPage</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>trailloupe::ui::QueryBar</name>
    <message numerus="yes">
        <source>Write for the bar (%n difference(s))</source>
        <translation>
            <numerusform>Write for the bar (%n difference)</numerusform>
            <numerusform>Write for the bar (%n differences)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>trailloupe::ui::TimelineView</name>
    <message numerus="yes">
        <source>%n lane(s)</source>
        <translation>
            <numerusform>%n lane</numerusform>
            <numerusform>%n lanes</numerusform>
        </translation>
    </message>
</context>
</TS>
