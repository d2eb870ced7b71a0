using Spectre.Console;

namespace MessageLB.CommandLine.Rendering;

/// <summary>A destination's state as shape, word and colour, because colour alone does not reach everybody.</summary>
internal static class StateMark
{
    public static Markup Of(string state)
    {
        var (shape, colour) = state switch
        {
            "ready" => ("●", "green"),
            "starting" or "suspended" or "probing" or "degraded" => ("▲", "yellow"),
            "draining" or "drained" or "maintenance" => ("◆", "blue"),
            "lost" or "failed" or "hung" or "ejected" => ("■", "red"),
            _ => ("?", "grey"),
        };
        return new Markup($"[{colour}]{shape} {Markup.Escape(state)}[/]");
    }
}
