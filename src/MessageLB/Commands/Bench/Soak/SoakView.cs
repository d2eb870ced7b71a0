using System.Globalization;
using MessageLB.CommandLine.Rendering;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Bench.Soak;

/// <summary>Draws the result.</summary>
internal static class SoakView
{
    public static IRenderable Draw(SoakReport report)
    {
        var faults = report.Faults.Count == 0 ? "none" : string.Join(", ", report.Faults.Select(fault => $"{fault.Key} {Figures.Count(fault.Value)}"));
        var memory = report.Memory;
        return new Rows(
            new Markup($"[bold]messagelb bench soak[/]  on {Markup.Escape(report.Broker)}  [grey]{Figures.Seconds(TimeSpan.FromSeconds(report.Seconds))}, {Figures.Rate(report.Rate)}, {report.Delivery}, seed {report.Seed}[/]"),
            new Text($"faults      {faults}"),
            new Text($"messages    {Figures.Count(report.Published)} published and confirmed = {Figures.Count(report.Completed)} completed + {Figures.Count(report.Waiting)} waiting + {Figures.Count(report.DeadLettered)} dead lettered; lost {Figures.Count(report.Lost)}, unknown {Figures.Count(report.Unknown)}{(report.InHold > 0 ? $", in hold {Figures.Count(report.InHold)}" : string.Empty)}"),
            new Text($"done again  {Figures.Count(report.Repeated)} of at most {Figures.Count(report.RepeatedBound)}; at a later attempt {Figures.Count(report.Later)}; published again {Figures.Count(report.Republished)}"),
            new Text(string.Create(CultureInfo.InvariantCulture, $"memory      heap {memory.HeapMb:0.0} MB after the warm-up, {memory.HeapAtEndMb:0.0} MB at the end; of the working set of {memory.WorkingSetMb:0.0} MB that is {memory.Growth * 100:+0.0;-0.0;0.0} %{(memory.Judged ? string.Empty : $"; {memory.Samples} samples are too few to judge it")}")),
            new Text($"flow        longest time without a completion {Figures.Milliseconds(report.LongestGapMs)}, apart from {Figures.Milliseconds(report.BrokerDownMs)} in which the broker was down"),
            new Markup(report.Holds ? "[green]everything holds[/]" : $"[red]does not hold: {Markup.Escape(string.Join(", ", report.Broken))}[/]"));
    }
}
