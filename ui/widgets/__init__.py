"""Small parts that pages are built from. They take plain data and emit signals.

Import from the modules; nothing is loaded here, so that start-up stays fast. `state` is one of
for, against, open, silent (the words of app.model.findings.State fit), neutral, accent; `role` is
a colour name of resources/themes/light.toml; `kind` of text is hero, title, lead, body, strong,
section, note, chip. Text given as `content` may be a str or a list of
Span(text, role="ink", bold=False, highlight=False, small=False) and plain strings.

ui.theme
    apply(app, choice="system", text_scale=1.0)   light, dark or system; any time
    current().colour(role), current().dark        px(n)   font(kind)   notifier.changed
    icon(name, role, size)   set_icon(action_or_button, name, role)   set_role(widget, prop, value)
cards
    Page(title="", subtitle="", before=None, scroll=True)   .header .body .add(w) .add_stretch()
    PageHeader(...)       .set_title(title, subtitle=None)  .add_button(widget)
    Card(label="", part="card"|"well"|"quote")   .add(w) .add_row(w) .clear() .set_label(text, note)
    Section(label, note="", card=None)           .label.set_heading(text, note)  .card
    Row(title, note="", before=None, after=None, pressable=False)   pressed; .title .set_note(...)
    Columns(weights=(1, 1), narrowest=240, gap=18, equal=False)     .columns[i] .add(i, w) .clear()
    SectionLabel(text, note="")   Separator()    empty_layout(layout)
elide
    WrapLabel(content, kind="body", role="ink")  wraps, never clips; .set_content(content, role)
    ElidedLabel(content, kind, role, lines=1)    ellipsis and tooltip
chips
    Chip(text, state="neutral", tip="", bold=True)   .set_chip(text, state)
    StateDots(states, titles=(), words=())           ● ○ ◐ – with tooltip; .set_states(...)
    FilterChip(text)      removed                    Avatar(name, size=34)   .set_name(name)
buttons
    Button(text, kind)    PrimaryButton(text) PlainButton(text) QuietButton(text)
                          .set_label(text)  .for_action(action)
    LinkButton(text, role="accent", kind="body")     clicked; wraps like text
    ChoiceRow([(value, words)], name="", show_keys=False)   changed(value or None); .value()
                          .set_value(v) .choose(place)      1..n choose, again clears, no default
    ToggleChips([(value, words)], name="")           changed(frozenset); .value() .set_value(set)
ticks
    TickBox(text="")      a check box whose words wrap
forms (all save by themselves: 800 ms after the last key, at the latest 2 s; .flush() to hurry)
    InlineLine(text, placeholder, kind="plain"|"inline", name="")        edited(str)
    InlineNote(text, placeholder, kind="plain"|"inline"|"card", lines=3, most=14, fill=False)
    InlineLabel(text, placeholder, kind="body")      text that turns into a field; edited(str)
    DateField(text, check=lambda text: (understood, words))              edited(str)
    ChoiceBox([(value, words)], name="", unset=None) changed(value or None), first is "Not said"
    FieldRow(label, field, note="", label_width=156) .set_note(text)
    all fields: .value() .set_value(v) (does not emit, and never overwrites what is being typed)
charts (each says itself in words to screen readers; tooltips on its parts)
    StackedShare(caption, [(label, count, role)])    DepthBar(caption, part, whole)
    AskBars([(name, asked, whole)])                  Sparkline(values, words)
    ThreeCounts(title, [(label, count, role)], words)  all: .set_data(the same arguments)
    OutcomeLine().set_data([OutcomeMark(day, word)], [contact days], today)
    MonthBars().set_data([(year, month, mine, theirs)], mine_words="", theirs_words="")
    DensityStrip().set_data([(year, month, count)])  .set_range((y, m), (y, m))   jumped(y, m)
empty
    EmptyState(sentence, button="", kind="plain")    pressed
fitting
    FittingScroll(content)                           whole where there is room, else it scrolls
flow
    FlowLayout(parent, gap=10, line_gap=8)           chips and buttons that go on below
delegates (painting for item delegates; everything takes QRectF)
    paint_spans(painter, rect, spans, kind="body", lines=1, centre=True) -> width taken
    paint_chip(painter, rect, text, state, kind="chip") -> its box      chip_size(text, kind)
    paint_avatar(painter, rect, name)   paint_dots(painter, rect, states)   dots_size(count)
    paint_row_ground(painter, rect, selected, focused, hovered)   paint_line(painter, rect)
    marked(text, [(start, end)], role, bold) -> spans with hits marked   spans_size(spans, width)
action_icons
    add_icons(actions)    after the first paint: icons for the QActions of ui.actions.make_actions
ui.notices
    MessageStrip(parent)  .show_message(text, advice, state, button_text, act, seconds)
                          .show_error(user_error)  .dismiss()  .message()
    UndoToast(window)     .show_step(text)  undo  .message()
    CrashWindow(report, parent)   install_crash_handler(on_report, on_trouble=None) -> uninstall
"""
