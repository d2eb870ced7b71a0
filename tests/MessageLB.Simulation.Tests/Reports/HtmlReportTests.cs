using System.Xml.Linq;
using Xunit;

namespace MessageLB.Simulation.Tests.Reports;

public sealed class HtmlReportTests
{
    private const string Nasty = "<script>alert('x')</script> & \"quoted\"";

    [Fact]
    public void Render_SameResult_IsTheSameText() => Assert.Equal(Render(), Render());

    [Fact]
    public void Render_NamesOfUsers_StandForThemselves()
    {
        var html = HtmlReport.Render(Findings.Of(Nasty, Findings.Case(Nasty, 0.05, 1), Findings.Case("b", 0.04, 0.8)), Nasty);

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\"quoted\"", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_ControlCharacters_AreReplaced() =>
        Assert.DoesNotContain('\u0007', HtmlReport.Render(Findings.Of("bell\u0007", Findings.Case("a", 0.05, 1)), "bell\u0007"));

    [Fact]
    public void Render_Report_LoadsNothing()
    {
        var html = Render() + HtmlReport.Render(Findings.Sweep(), "sweep: {}");

        Assert.DoesNotContain("://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.DoesNotContain(" src=", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Body_IsWellFormed()
    {
        foreach (var html in (string[])[Render(), HtmlReport.Render(Findings.Sweep(), "x")])
        {
            var body = html[html.IndexOf("<body>", StringComparison.Ordinal)..(html.IndexOf("</body>", StringComparison.Ordinal) + "</body>".Length)];

            Assert.Equal("body", XElement.Parse(body.Replace("&middot;", "·", StringComparison.Ordinal)).Name.LocalName);
        }
    }

    [Fact]
    public void Render_Verdict_NamesTheShortestTail()
    {
        Assert.Contains("Shortest p99: <b>second</b>, 40.0 ms, <b>0.800 ±0.010</b> of first.", Text(HtmlReport.Render(Findings.Of("x", Findings.Case("first", 0.05, 1), Findings.Case("second", 0.04, 0.8)), "")), StringComparison.Ordinal);
        Assert.Contains("No case has a shorter p99 than <b>first</b>: 50.0 ms.", Text(HtmlReport.Render(Findings.Of("x", Findings.Case("first", 0.05, 1), Findings.Case("second", 0.06, 1.2)), "")), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_NoNumber_IsADash()
    {
        var html = HtmlReport.Render(Findings.Of("x", Findings.Case("first", double.NaN, double.NaN), Findings.Case("second", 0.04, double.PositiveInfinity)), "");

        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", html, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", html, StringComparison.Ordinal);
    }

    private static string Render() => HtmlReport.Render(Findings.Of("Two workers", Findings.Case("first", 0.05, 1), Findings.Case("second", 0.04, 0.8), Findings.Case("wild", 2, 40)), "name: Two workers\n");

    private static string Text(string html) => html.Replace("&#177;", "±", StringComparison.Ordinal);
}
