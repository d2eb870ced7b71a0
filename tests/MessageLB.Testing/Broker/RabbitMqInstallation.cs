namespace MessageLB.Testing;

/// <summary>Where a RabbitMQ server is installed on this machine.</summary>
/// <param name="Server">The script that runs a node in the foreground.</param>
/// <param name="Control"><c>rabbitmqctl</c>.</param>
/// <param name="PortMapper">Erlang's port mapper, <c>epmd</c>.</param>
internal sealed record RabbitMqInstallation(string Server, string Control, string PortMapper)
{
    private const string Missing =
        $"There is no RabbitMQ for the tests. Set {LocalBroker.AddressVariable} to amqp://user:password@host:port/vhost, or install " +
        "a server (Debian and Ubuntu: apt-get install rabbitmq-server; tests/run.sh does so when run as root).";

    // Debian's commands in /usr/sbin switch to the user "rabbitmq" and to its folders; the ones below them do not.
    private static readonly string[] Folders = ["/usr/lib/rabbitmq/bin", "/opt/rabbitmq/sbin", "/opt/homebrew/sbin", "/usr/local/sbin"];

    /// <summary>Finds the installation.</summary>
    public static RabbitMqInstallation Find()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var folder = Folders.Concat(path).FirstOrDefault(f => File.Exists(Path.Combine(f, "rabbitmq-server")) && File.Exists(Path.Combine(f, "rabbitmqctl")))
            ?? throw new InvalidOperationException(Missing);
        var epmd = path.Append("/usr/lib/erlang/bin").Select(f => Path.Combine(f, "epmd")).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("RabbitMQ is installed, but Erlang's 'epmd' is not on the PATH.");
        return new RabbitMqInstallation(Path.Combine(folder, "rabbitmq-server"), Path.Combine(folder, "rabbitmqctl"), epmd);
    }
}
