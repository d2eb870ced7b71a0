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
            "starting" or "suspended" => ("▲", "yellow"),
            "draining" or "maintenance" => ("◆", "blue"),
            "lost" or "failed" => ("■", "red"),
            _ => ("?", "grey"),
        };
        return new Markup($"[{colour}]{shape} {Markup.Escape(state)}[/]");
    }
}
