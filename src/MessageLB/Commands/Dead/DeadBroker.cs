using System.CommandLine;
using MessageLB.CommandLine.Terminals;
using MessageLB.CommandLine.Transports;
using MessageLB.Core.Configuration;
using MessageLB.Core.DeadLetters;
using MessageLB.Dispatcher.Configuration;
using MessageLB.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageLB.CommandLine.Commands.Dead;

/// <summary>Which group at which broker.</summary>
internal sealed class DeadBroker(Terminal terminal)
{
    private readonly Argument<string> _group = new("group") { Description = "Name of the group." };
    private readonly Option<string?> _broker = BrokerAddressOption.Create("what the configuration says");
    private readonly Option<string?> _config = new("--config", "-c") { Description = "YAML file with the configuration, for the broker that it names.", HelpName = "file" };

    /// <summary>Adds the argument; call it first.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_group);
        command.Options.Add(_broker);
        command.Options.Add(_config);
    }

    /// <exception cref="CommandFailedException">It is no name of a group.</exception>
    public string Group(ParseResult arguments)
    {
        var group = arguments.GetRequiredValue(_group);
        return Names.IsValid(group) ? group : throw new CommandFailedException(ExitCodes.Usage, $"\"{HeaderText.Printable(group)}\" is no name of a group.");
    }

    /// <summary>Opens a session.</summary>
    /// <exception cref="CommandFailedException">No broker is named, or the configuration is wrong.</exception>
    public async Task<ITransportSession> OpenAsync(ParseResult arguments, CancellationToken stop)
    {
        var transport = TransportFactory.Create(Read(arguments), NullLoggerFactory.Instance, terminal.Time);
        return await transport.OpenAsync(new SessionOptions { ClientName = $"messagelb-dead {Group(arguments)}" }, stop);
    }

    private BrokerConfig Read(ParseResult arguments)
    {
        if (BrokerAddressOption.Read(arguments.GetValue(_broker), terminal) is { } address && arguments.GetValue(_config) is null) return new BrokerConfig { Address = address };
        var result = ConfigLoader.Load(Sources(arguments));
        if (result.Config is not { } config)
        {
            throw new CommandFailedException(ExitCodes.Configuration, $"The configuration has errors: {string.Join("; ", result.Errors)}");
        }

        return config.Broker.Uri is not null
            ? config.Broker
            : throw new CommandFailedException(ExitCodes.Usage, $"Dead letters are at a RabbitMQ: name it with --broker amqp://host:5672/vhost, with {BrokerAddressOption.Variable} in the environment, or with --config. Those of the embedded transport are in the dispatcher's own process: ask its HTTP API.");
    }

    private ConfigSources Sources(ParseResult arguments)
    {
        var overrides = new List<ConfigOverride>();
        if (arguments.GetValue(_broker) is { } broker) overrides.Add(new ConfigOverride("broker.uri", broker, "--broker"));
        else if (terminal.Variable(BrokerAddressOption.Variable) is { Length: > 0 } variable) overrides.Add(new ConfigOverride("broker.uri", variable, BrokerAddressOption.Variable));
        return new ConfigSources { FilePath = arguments.GetValue(_config), Environment = terminal.Environment, CommandLine = overrides };
    }
}
