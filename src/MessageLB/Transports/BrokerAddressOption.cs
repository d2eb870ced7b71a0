using System.CommandLine;
using MessageLB.CommandLine.Terminals;
using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Transports;

/// <summary>
/// The address of RabbitMQ, from the command line or the environment. An address that cannot be read is never repeated on the
/// screen, because it may hold a password.
/// </summary>
internal static class BrokerAddressOption
{
    /// <summary>Stands in for the option, so that a password need not be on the command line.</summary>
    public const string Variable = "MESSAGELB_BROKER";

    /// <summary>Asks for the embedded transport in spite of the environment.</summary>
    public const string Embedded = "embedded";

    public static Option<string?> Create(string otherwise) => new("--broker")
    {
        Description = $"Address of RabbitMQ, such as amqp://user:password@host:5672/vhost; several hosts of a cluster with commas between them. Default: {Variable} in the environment, else {otherwise}.",
        HelpName = "uri",
    };

    /// <summary>The address, or null for none.</summary>
    /// <exception cref="CommandFailedException">It is no address.</exception>
    public static ClusterAddress? Read(string? given, Terminal terminal)
    {
        var text = given ?? terminal.Variable(Variable);
        if (string.IsNullOrEmpty(text) || text == Embedded) return null;
        if (ClusterAddress.TryParse(text, out var address) && address.Uri is { Scheme: "amqp" or "amqps", Host.Length: > 0 }) return address;
        throw new CommandFailedException(
            ExitCodes.Usage,
            $"{(given is null ? Variable : "--broker")} is not the address of a RabbitMQ: write amqp://host:5672/vhost, or amqps:// for TLS, with user:password@ before the host where it needs them.");
    }
}
