namespace MessageLB.Simulation;

/// <summary>The look of the report: light and dark, from a phone to a wide screen. Colours of lines differ in lightness too.</summary>
internal static class HtmlStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--paper:#f6f7f9;--card:#fff;--ink:#1b1f27;--soft:#5d6675;--rule:#e3e7ed;--accent:#1f5fd6;
        --base:#8a93a3;--s0:#1f5fd6;--s1:#d9480f;--s2:#0b8a63;--s3:#a2369f;--s4:#a67c00;--s5:#0b7fa3;--s6:#6741d9;--s7:#c2255c;
        --d0:#123f94;--d1:#2f6fdd;--d2:#6aa0f2;--d3:#a9caf9;--d4:#0b6b57;--d5:#25a086;--d6:#79ccb7;--d7:#c3cad6}
        @media(prefers-color-scheme:dark){:root{--paper:#12151b;--card:#1b2029;--ink:#e8ebf1;--soft:#9ba5b5;--rule:#2d3541;--accent:#79a8ff;
        --base:#8d97a8;--s0:#79a8ff;--s1:#ff9a62;--s2:#4fd1a5;--s3:#e38ce0;--s4:#e6bd4b;--s5:#58c8e8;--s6:#b09cff;--s7:#ff86ab;
        --d0:#cfe0ff;--d1:#8db5fb;--d2:#5184de;--d3:#2f569d;--d4:#b5eadb;--d5:#5cc4aa;--d6:#2b8a74;--d7:#566174}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
        header,main,footer{max-width:1120px;margin:0 auto;padding:0 20px}
        header{padding-top:36px}
        h1{font-size:clamp(24px,4.5vw,34px);line-height:1.2;margin:0 0 6px;letter-spacing:-.015em}
        h2{font-size:17px;line-height:1.3;margin:0;letter-spacing:-.005em}
        .sub{color:var(--soft);margin:0 0 18px}
        .best{font-size:18px;margin:0 0 22px;padding:14px 18px;background:var(--card);border:1px solid var(--rule);border-left:4px solid var(--accent);border-radius:10px}
        .best b{font-variant-numeric:tabular-nums}
        .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:18px;align-items:start}
        .card{margin:0;background:var(--card);border:1px solid var(--rule);border-radius:12px;padding:18px 20px;min-width:0}
        .wide{grid-column:1/-1}
        figcaption p,.card>p{color:var(--soft);margin:2px 0 12px;font-size:14px}
        .chart{display:block;width:100%;max-width:600px;height:auto;margin:0 auto;font-family:inherit;overflow:visible}
        .chart text{font-size:12px;fill:var(--ink)}
        .chart .tick{fill:var(--soft);font-size:11px;font-variant-numeric:tabular-nums}
        .chart .axis{fill:var(--soft);font-size:12px}
        .chart .value{font-variant-numeric:tabular-nums;font-weight:600}
        .chart .name{font-weight:500}
        .mid{text-anchor:middle}.end{text-anchor:end}
        .grid{stroke:var(--rule);stroke-width:1;fill:none}
        .one{stroke:var(--ink);stroke-width:1.2;stroke-dasharray:3 2;fill:none}
        .whisker{stroke:var(--ink);stroke-width:1.3;fill:none}
        .beyond{stroke:var(--card);stroke-width:2;fill:none;stroke-linecap:round;stroke-linejoin:round}
        .base{--c:var(--base)}.s0{--c:var(--s0)}.s1{--c:var(--s1)}.s2{--c:var(--s2)}.s3{--c:var(--s3)}.s4{--c:var(--s4)}.s5{--c:var(--s5)}.s6{--c:var(--s6)}.s7{--c:var(--s7)}
        .b{fill:var(--c)}.l{stroke:var(--c);stroke-width:2;fill:none;stroke-linejoin:round;stroke-linecap:round}
        .m{fill:var(--c);stroke:var(--card);stroke-width:1}.band{fill:var(--c);opacity:.14;stroke:none}
        .d0{fill:var(--d0)}.d1{fill:var(--d1)}.d2{fill:var(--d2)}.d3{fill:var(--d3)}.d4{fill:var(--d4)}.d5{fill:var(--d5)}.d6{fill:var(--d6)}.d7{fill:var(--d7)}
        .chart .in{font-size:11px;font-variant-numeric:tabular-nums;fill:#fff}
        .chart .i2,.chart .i3,.chart .i6,.chart .i7{fill:#10213f}
        @media(prefers-color-scheme:dark){.chart .in{fill:#fff}.chart .i0,.chart .i1,.chart .i4,.chart .i5{fill:#0c1626}}
        .card>.legend{display:flex;flex-wrap:wrap;gap:4px 16px;margin:12px 0 0;font-size:13px;color:var(--ink)}
        .legend span{display:inline-flex;align-items:center;gap:6px;overflow-wrap:anywhere}
        .key{height:12px;flex:none}
        .scroll{overflow-x:auto;margin:10px -20px 0;padding:0 20px}
        table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
        th,td{padding:7px 10px;text-align:right;border-bottom:1px solid var(--rule);white-space:nowrap}
        thead th{color:var(--soft);font-weight:500;font-size:13px}
        th:first-child{text-align:left;padding-left:0}
        tbody th{font-weight:500}
        tbody th .key{vertical-align:-1px;margin-right:8px}
        tbody tr:last-child>*{border-bottom:0}
        .strong{font-weight:650}
        td small{color:var(--soft);font-size:13px}
        thead th .key{vertical-align:-1px;margin-right:4px}
        details{margin-top:10px}summary{cursor:pointer;color:var(--accent);padding:4px 0}
        pre{overflow-x:auto;background:var(--paper);border:1px solid var(--rule);border-radius:8px;padding:14px;font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;margin:8px 0 0;tab-size:2}
        footer{color:var(--soft);font-size:13px;padding-top:18px;padding-bottom:40px}
        @media(max-width:520px){header,main,footer{padding-left:12px;padding-right:12px}.card{padding:14px}.scroll{margin:10px -14px 0;padding:0 14px}.best{font-size:16px}}
        @media print{body{background:#fff}.card,.best{break-inside:avoid}}
        """;
}
