using System.CommandLine;

namespace MessageLB.CommandLine.Commands.Administration;

/// <summary>A destination as people write it: <c>orders/a</c>.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="Destination">Name of the destination.</param>
internal sealed record DestinationAddress(string Group, string Destination)
{
    /// <summary>An argument that takes one.</summary>
    public static Argument<DestinationAddress> CreateArgument() => new("destination")
    {
        Description = "Group and destination, such as orders/a.",
        HelpName = "group/destination",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var parts = text.Split('/');
            if (parts.Length == 2 && Names.IsValid(parts[0]) && Names.IsValid(parts[1])) return new DestinationAddress(parts[0], parts[1]);
            result.AddError($"'{text}' is no destination: write group/destination, such as orders/a; 'messagelb status' lists them.");
            return null;
        },
    };

    /// <inheritdoc />
    public override string ToString() => $"{Group}/{Destination}";
}
