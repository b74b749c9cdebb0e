/** The page's looks. Colours keep a contrast of 4.5 on either ground. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #ffffff; --raised: #f4f6f8; --line: #d0d7de; --text: #1b1f24; --soft: #57606a; --link: #0550ae;
  --right: #116329; --wrong: #b3261e; --unknown: #7a4d00; --lane: #b6bfc9; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --raised: #171d26; --line: #30363d; --text: #e6edf3; --soft: #9aa4af; --link: #79c0ff;
  --right: #7ee787; --wrong: #ff8a80; --unknown: #e3b341; --lane: #4b5563; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem 1rem 4rem; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
h1, h2, h3, p, li, td, th, pre, figcaption, summary { overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.3rem; margin: 2.5rem 0 1rem; } h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
p { margin: .5rem 0; } code, pre, .path, .chip, .message { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .875rem; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: .75rem; margin: .25rem 0 .75rem; white-space: pre-wrap; }
a { color: var(--link); } :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
.soft { color: var(--soft); } .right { color: var(--right); } .wrong { color: var(--wrong); } .unknown { color: var(--unknown); } .neutral { color: var(--soft); }
nav ul, .chips, .messages, .routes { list-style: none; margin: 0; padding: 0; } nav ul, .chips { display: flex; flex-wrap: wrap; gap: .375rem .75rem; }
.chip { border: 1px solid currentColor; border-radius: 4px; padding: 0 .375rem; display: inline-block; } a.chip { font-weight: 600; }
.finding { border: 1px solid var(--line); border-left: 4px solid var(--wrong); border-radius: 6px; padding: .75rem 1rem; margin: 0 0 1.25rem; }
.finding.warning { border-left-color: var(--unknown); } .finding h3 { margin-top: 0; } .finding dt { color: var(--soft); margin-top: .5rem; } .finding dd { margin: 0; }
table { width: 100%; border-collapse: collapse; } caption { text-align: left; padding: .25rem 0 .5rem; color: var(--soft); }
th, td { text-align: left; vertical-align: top; padding: .375rem .5rem; border-top: 1px solid var(--line); font-weight: normal; }
thead th { color: var(--soft); border: 0; } tbody th[colspan] { background: var(--raised); } .method { font-weight: 700; }
.sequence { border: 1px solid var(--line); border-radius: 6px; margin: 0 0 1rem; padding: .75rem; } .sequence figcaption { margin-bottom: .75rem; }
.diagram { position: relative; } .lanes { display: grid; grid-template-columns: repeat(var(--lanes), minmax(0, 1fr)); text-align: center; margin-bottom: .5rem; }
.lanes span { margin: 0 .125rem; padding: .125rem .25rem; border: 1px solid var(--line); border-radius: 4px; background: var(--raised); font-size: .875rem; overflow-wrap: anywhere; }
.life { position: absolute; top: 2rem; bottom: 0; left: calc((var(--at) + .5) * 100% / var(--lanes)); border-left: 1px dashed var(--lane); }
.messages { position: relative; } .messages li { margin: 0 0 .625rem; } .message span, .note span { background: var(--ground); padding: 0 .25rem; }
.message .headers { color: var(--soft); white-space: pre-wrap; display: block; width: fit-content; max-width: 100%; }
.arrow { height: 0; border-top: 2px solid var(--text); position: relative; margin: .375rem 0 0 calc((var(--start) + .5) * 100% / var(--lanes)); width: calc(var(--length) * 100% / var(--lanes)); }
.arrow::after { content: ""; position: absolute; top: -6px; border: 5px solid transparent; } .inwards::after { right: -1px; border-left: 8px solid var(--text); border-right: 0; }
.back::after { left: -1px; border-right: 8px solid var(--text); border-left: 0; } .back { border-top-style: dashed; } .back-text { text-align: right; }
.note { font-size: .875rem; } .note span { border: 1px solid var(--line); border-radius: 4px; background: var(--raised); display: inline-block; max-width: 100%; }
@media (max-width: 45rem) { table, tbody, tr, th, td, caption { display: block; width: 100%; } thead { display: none; } th, td { border: 0; padding: .25rem 0; }
  tbody tr { border-top: 1px solid var(--line); padding: .375rem 0; } tbody th[colspan] { padding: .375rem; } }
@media print { .finding, .sequence { break-inside: avoid; } }
`.trim();
