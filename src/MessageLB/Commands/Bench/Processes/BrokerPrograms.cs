namespace MessageLB.CommandLine.Commands.Bench.Processes;

/// <summary>Where the programs of a RabbitMQ are on this machine.</summary>
/// <param name="Server">Runs a node in the foreground.</param>
/// <param name="PortMapper">Erlang's port mapper, <c>epmd</c>.</param>
internal sealed record BrokerPrograms(string Server, string PortMapper)
{
    // Debian's commands in /usr/sbin switch to the user "rabbitmq" and to its folders; the ones here do not.
    private static readonly string[] Folders = ["/usr/lib/rabbitmq/bin", "/opt/rabbitmq/sbin", "/opt/homebrew/sbin", "/usr/local/sbin"];

    /// <summary>Its command line tool, which lies beside the server wherever it was installed from.</summary>
    public string Control => Path.Combine(Path.GetDirectoryName(Server)!, "rabbitmqctl");

    /// <exception cref="CommandFailedException">There is none.</exception>
    public static BrokerPrograms Find(string? path)
    {
        var folders = (path ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var server = Folders.Concat(folders).Select(folder => Path.Combine(folder, "rabbitmq-server")).FirstOrDefault(File.Exists);
        var mapper = folders.Append("/usr/lib/erlang/bin").Select(folder => Path.Combine(folder, "epmd")).FirstOrDefault(File.Exists);
        if (server is not null && mapper is not null) return new BrokerPrograms(server, mapper);
        throw new CommandFailedException(ExitCodes.Usage, "This measures on a RabbitMQ, and none is installed here: install rabbitmq-server, or name one with --broker amqp://localhost:5672/vhost.");
    }
}
