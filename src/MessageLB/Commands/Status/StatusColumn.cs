using MessageLB.Web.Api;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Status;

/// <summary>One column of the table of destinations.</summary>
/// <param name="Name">Heading.</param>
/// <param name="Alignment">Where its cells stand.</param>
/// <param name="Draw">Draws the cell of a destination.</param>
internal sealed record StatusColumn(string Name, Justify Alignment, Func<DestinationResponse, IRenderable> Draw)
{
    /// <summary>A column of figures.</summary>
    public static StatusColumn Figure(string name, Func<DestinationResponse, string> text) => new(name, Justify.Right, d => new Text(text(d)));
}
