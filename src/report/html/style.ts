/** The one style sheet of the page; its hash stands in the page's content security policy. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fbfaf7, #16181c);
  --card: light-dark(#ffffff, #1e2127);
  --ink: light-dark(#1d2129, #e6e4df);
  --soft: light-dark(#565c66, #a9adb5);
  --line: light-dark(#dddad2, #363a42);
  --mark: light-dark(#fff1a8, #5c4b00);
  --link: light-dark(#0b57a4, #8ec1ff);
  --read: light-dark(#2a6f4e, #7fcaa2);
  --write: light-dark(#1f5f99, #86bdf0);
  --execute: light-dark(#8a5300, #f0b860);
  --destructive: light-dark(#b3261e, #ff9a90);
  --financial: light-dark(#7a2e8c, #dc9cf0);
}
* { box-sizing: border-box }
html { scroll-behavior: smooth; scroll-padding-top: 1rem }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere }
main, header, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem }
header { padding-top: 2.5rem }
footer { padding-bottom: 3rem; color: var(--soft); font-size: .875rem }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .25rem; letter-spacing: -.01em }
h2 { font-size: 1.3rem; margin: 2.75rem 0 .75rem; line-height: 1.3 }
h3 { font-size: 1.15rem; margin: 0; line-height: 1.35 }
h3.mono { font-size: 1.15rem }
h4 { font-size: 1rem; margin: 0; font-family: ui-monospace, monospace; font-weight: 600 }
p { margin: .4rem 0 }
a { color: var(--link) }
code, pre, .mono { font-family: ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace; font-size: .9em }
pre { white-space: pre-wrap; margin: .5rem 0; padding: .75rem .9rem; background: var(--paper); border: 1px solid var(--line); border-radius: 6px }
mark { background: var(--mark); color: inherit; border-radius: 3px; padding: 0 .1em; box-decoration-break: clone; -webkit-box-decoration-break: clone }
.soft { color: var(--soft) }
.small { font-size: .875rem }
.counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .75rem; margin: 1.25rem 0 0; padding: 0; list-style: none }
.counts li { background: var(--card); border: 1px solid var(--line); border-top: 4px solid var(--own); border-radius: 8px; padding: .7rem .9rem }
.counts b { display: block; font-size: 1.7rem; line-height: 1.15; font-variant-numeric: tabular-nums }
.counts strong { display: block }
.counts span { display: block; color: var(--soft); font-size: .82rem; line-height: 1.35 }
.bar { display: block; width: 100%; height: .7rem; margin-top: 1rem; border-radius: 4px }
.read { border-color: var(--read); --own: var(--read) } .write { border-color: var(--write); --own: var(--write) }
.execute { border-color: var(--execute); --own: var(--execute) } .destructive { border-color: var(--destructive); --own: var(--destructive) }
.financial { border-color: var(--financial); --own: var(--financial) }
rect { fill: var(--own) }
.chip { display: inline-block; border: 1.5px solid var(--own); color: var(--own); border-radius: 99px; padding: 0 .6em; font-size: .82rem; font-weight: 650; line-height: 1.5; white-space: nowrap }
.doubt { border-style: dashed }
table { width: 100%; border-collapse: collapse; font-size: .94rem }
th, td { text-align: left; vertical-align: top; padding: .5rem .8rem .5rem 0; border-bottom: 1px solid var(--line) }
th { color: var(--soft); font-weight: 600; font-size: .85rem; white-space: nowrap }
td.number { font-variant-numeric: tabular-nums; white-space: nowrap }
.server { margin-top: 2.5rem; padding-top: 1.5rem; border-top: 2px solid var(--line) }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .5rem 0; font-size: .9rem }
.facts dt { color: var(--soft) }
.facts dd { margin: 0 }
.tool, .failure { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--own, var(--line)); border-radius: 8px; padding: .9rem 1.1rem; margin: .8rem 0 }
.head { display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: baseline }
.head h4 { margin-right: auto }
.warn { border-left: 3px solid var(--execute); padding-left: .7rem; margin: .5rem 0 }
.effects { display: flex; flex-wrap: wrap; gap: .35rem; list-style: none; padding: 0; margin: .5rem 0 }
.effects li { border: 1px solid var(--line); border-radius: 4px; padding: 0 .5em; font-size: .82rem }
.description { white-space: pre-wrap; border-left: 3px solid var(--line); padding-left: .8rem; margin: .6rem 0 }
details { margin-top: .5rem }
summary { cursor: pointer; color: var(--link); font-size: .92rem }
ul.plain { margin: .3rem 0; padding-left: 1.2rem }
fieldset { border: 0; padding: 0; margin: 1.5rem 0 0; display: flex; flex-wrap: wrap; gap: .4rem 1.1rem }
legend { float: left; margin-right: 1.1rem; padding: 0; color: var(--soft) }
body:has(#show-doubt:checked) .tool:not(.in-doubt),
body:has(#show-severe:checked) .tool:is(.read, .write) { display: none }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
@media (max-width: 40rem) {
  .wide thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
  .wide tr { display: block; border-bottom: 1px solid var(--line); padding: .5rem 0 }
  .wide td { display: block; border: 0; padding: .1rem 0 }
  .facts { grid-template-columns: 1fr; gap: 0 } .facts dd { margin-bottom: .3rem }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto } }
@media print {
  :root { color-scheme: light }
  body { font-size: 9.5pt; background: none }
  main, header, footer { max-width: none; padding: 0 }
  header { padding-top: 0 }
  fieldset, .screen { display: none }
  .failure, .counts li, tr, .facts { break-inside: avoid }
  .counts { grid-template-columns: repeat(5, 1fr); gap: .4rem }
  .head, .head + p { break-after: avoid }
  th, td { padding: .2rem .6rem .2rem 0 }
  pre { padding: .4rem .6rem }
  h2, h3, .head { break-after: avoid }
  a { color: inherit; text-decoration: none }
  details::details-content { content-visibility: visible; block-size: auto }
  summary { color: var(--soft); list-style: none }
  mark { text-decoration: underline; print-color-adjust: exact }
  .bar, rect { print-color-adjust: exact }
  @page { margin: 16mm 14mm }
}
`;
