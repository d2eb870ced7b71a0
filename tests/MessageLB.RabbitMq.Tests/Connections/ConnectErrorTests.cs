using System.Net;
using System.Net.Sockets;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.RabbitMq.Tests.Connections;

/// <summary>What a person reads when the broker cannot be used: the whole text, and no secret in it.</summary>
public sealed class ConnectErrorTests(LocalBroker broker) : BrokerTests(broker)
{
    private const string Secret = "correct-horse-battery-staple";

    private string At => $"amqp://127.0.0.1:{Broker.Uri.Port}";

    [Fact]
    public async Task Open_NobodyListens_SaysWhereAndAsksForTheBroker()
    {
        var port = FreePorts.Next();

        var thrown = await FailsAsync<BrokerUnavailableException>(new Uri($"amqp://guest:{Secret}@127.0.0.1:{port}/orders"));

        Assert.Equal($"Cannot reach amqp://127.0.0.1:{port}/orders: connection refused. Is RabbitMQ running, and are host and port right?", thrown.Message);
    }

    [Fact]
    public async Task Open_HostUnknown_SaysSo()
    {
        var thrown = await FailsAsync<BrokerUnavailableException>(new Uri($"amqp://guest:{Secret}@no-such-host.invalid/"));

        Assert.Equal("Cannot reach amqp://no-such-host.invalid:5672/: the host name 'no-such-host.invalid' is unknown. Is RabbitMQ running, and are host and port right?", thrown.Message);
    }

    [Fact]
    public async Task Open_PortAcceptsAndKeepsSilent_GivesUpInTime()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;

        var thrown = await FailsAsync<BrokerUnavailableException>(
            new Uri($"amqp://guest:{Secret}@127.0.0.1:{port}/"),
            o => o with { ConnectTimeout = TimeSpan.FromMilliseconds(500) });

        Assert.Equal($"Cannot reach amqp://127.0.0.1:{port}/: no answer within 0.5 s. Is RabbitMQ running there, and does the port speak AMQP?", thrown.Message);
    }

    [Fact]
    public async Task Open_SeveralHostsDown_NamesEach()
    {
        var (first, second) = (FreePorts.Next(), FreePorts.Next());

        var thrown = await FailsAsync<BrokerUnavailableException>(new Uri($"amqp://127.0.0.1:{first}/"), o => o with { Hosts = [$"localhost:{second}"] });

        Assert.Equal(
            $"Cannot reach amqp://127.0.0.1:{first}/: connection refused. Is RabbitMQ running, and are host and port right? " +
            $"Cannot reach amqp://localhost:{second}/: connection refused. Is RabbitMQ running, and are host and port right?",
            thrown.Message);
    }

    [Fact]
    public async Task Open_FirstHostDown_TakesTheNext()
    {
        var down = new UriBuilder(Broker.Uri) { Port = FreePorts.Next() }.Uri;

        var session = await OpenAsync(down, with: o => o with { Hosts = [$"127.0.0.1:{Broker.Uri.Port}"] });

        Assert.Null(await session.Topology.InspectAsync(QueueName("missing"), Token));
    }

    [Fact]
    public async Task Open_HostLost_BeginsAtTheOtherWithAllConnections()
    {
        LoopbackProxy[] ways = [LoopbackProxy.To(Broker.Uri.Port), LoopbackProxy.To(Broker.Uri.Port)];
        await using var first = ways[0];
        await using var second = ways[1];
        var transport = new RabbitMqTransport(new RabbitMqOptions { Uri = first.Through(Broker.Uri), Hosts = [$"127.0.0.1:{second.Port}"] });
        await using var before = await OpenAllAsync(transport);
        var (used, other) = first.Accepted > 0 ? (first, second) : (second, first);
        var accepted = used.Accepted;

        used.Cut();
        await EndOfAsync(before);
        await using var after = await OpenAllAsync(transport);

        Assert.Equal((3, 0), (accepted, used.Accepted - accepted));
        Assert.Equal(3, other.Accepted);
    }

    [Fact]
    public void Address_SeveralHosts_NamesAll() =>
        Assert.Equal(
            "amqp://a:1,b:5672,c:3/v",
            new RabbitMqTransport(new RabbitMqOptions { Uri = new Uri("amqp://bob:secret@a:1/v"), Hosts = ["b", "c:3"] }).Address);

    [Fact]
    public async Task Open_WrongPassword_NamesTheUserAndTheRemedy()
    {
        var thrown = await FailsAsync<BrokerRefusedException>(Broker.UriFor(password: Secret));

        Assert.Equal($"RabbitMQ at {At}/ refused user 'guest': wrong user name or password. Check 'username' and 'password' or 'password_file'.", thrown.Message);
    }

    [Fact]
    public async Task Open_WrongVirtualHost_NamesItAndTheRemedy()
    {
        var thrown = await FailsAsync<BrokerRefusedException>(Broker.UriFor(virtualHost: "no/such"));

        Assert.Equal(
            $"RabbitMQ at {At}/no%2Fsuch refused user 'guest' on virtual host 'no/such': NOT_ALLOWED - vhost no/such not found. " +
            "Correct the address or create it: rabbitmqctl add_vhost 'no/such'",
            thrown.Message);
    }

    [Fact]
    public async Task Open_UserWithoutAccessToTheVirtualHost_NamesBothAndTheRemedy()
    {
        var user = await AddUserAsync();

        var thrown = await FailsAsync<BrokerRefusedException>(Broker.UriFor(user, Secret));

        Assert.Equal(
            $"RabbitMQ at {At}/ refused user '{user}' on virtual host '/': NOT_ALLOWED - access to vhost '/' refused for user '{user}'. " +
            $"Let the user in: rabbitmqctl set_permissions -p '/' '{user}' '.*' '.*' '.*'",
            thrown.Message);
    }

    [Fact]
    public async Task Topology_UserWithoutPermission_NamesTheUserAndTheRemedy()
    {
        var user = await AddUserAsync();
        await Broker.SetPermissionsAsync(user, "/", "^none$", "^none$", "^none$", Token);
        var session = await OpenAsync(Broker.UriFor(user, Secret));

        var thrown = await Assert.ThrowsAsync<BrokerRefusedException>(async () =>
            await session.Topology.DeclareQueueAsync(new QueueSpec { Name = QueueName() }, Token));

        Assert.Equal(
            $"RabbitMQ refused user '{user}' to declare queue '{QueueName()}': ACCESS_REFUSED - access to queue '{QueueName()}' in vhost '/' refused for user '{user}'. " +
            $"Grant it with: rabbitmqctl set_permissions -p '/' '{user}' <configure> <write> <read>",
            thrown.Message);
        Assert.False(session.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Open_PasswordFile_IsReadAtEveryConnect()
    {
        var user = await AddUserAsync();
        await Broker.SetPermissionsAsync(user, "/", ".*", ".*", ".*", Token);
        var file = Path.GetTempFileName();
        try
        {
            var transport = new RabbitMqTransport(new RabbitMqOptions { Uri = Broker.UriFor(password: "ignored"), Username = user, PasswordFile = file });
            await File.WriteAllTextAsync(file, "not yet the right one\n", Token);
            await Assert.ThrowsAsync<BrokerRefusedException>(async () => await transport.OpenAsync(new SessionOptions { ClientName = "test" }, Token));

            await File.WriteAllTextAsync(file, $"{Secret}\n", Token);

            await using var session = await transport.OpenAsync(new SessionOptions { ClientName = "test" }, Token);
            Assert.False(session.Ended.IsCancellationRequested);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Open_PasswordFileMissing_NamesTheFile()
    {
        var thrown = await FailsAsync<MessageLBException>(Broker.Uri, o => o with { PasswordFile = "/no/such/secret" });

        Assert.Equal("Cannot read the password file '/no/such/secret': Could not find a part of the path '/no/such/secret'.", thrown.Message);
    }

    [Fact]
    public async Task Open_CredentialsCallback_WinsOverEverything()
    {
        var own = Broker.Uri.UserInfo.Split(':');

        var session = await OpenAsync(
            Broker.UriFor("nobody", Secret),
            with: o => o with { Credentials = _ => new ValueTask<RabbitMqCredentials>(new RabbitMqCredentials(own[0], own[1])) });

        Assert.False(session.Ended.IsCancellationRequested);
    }

    [Fact]
    public void Options_Printed_ShowNoSecret()
    {
        var options = new RabbitMqOptions { Uri = new Uri($"amqp://bob:{Secret}@host/vhost"), Password = Secret };

        Assert.Equal("amqp://host:5672/vhost", $"{options}");
        Assert.Equal("bob", $"{new RabbitMqCredentials("bob", Secret)}");
    }

    [Theory]
    [InlineData("http://host/")]
    [InlineData("amqp:///vhost")]
    public void Options_AddressOfAnotherKind_IsRefused(string address)
    {
        var thrown = Assert.Throws<ArgumentException>(() => new RabbitMqTransport(new RabbitMqOptions { Uri = new Uri(address) }));

        Assert.Equal("The broker's address must look like amqp://host:port/vhost or amqps://host:port/vhost. (Parameter 'options')", thrown.Message);
    }

    /// <summary>A session with all three of its connections.</summary>
    private static async Task<ITransportSession> OpenAllAsync(RabbitMqTransport transport)
    {
        var session = await transport.OpenAsync(new SessionOptions { ClientName = "test" }, Token);
        await session.Topology.DeclareExchangesAsync(Token);
        await session.Control.SendAsync("heartbeat.a.b", Utf8("{}"), Token);
        await session.Control.SubscribeAsync("heartbeat.none.#", (_, _) => { }, Token);
        return session;
    }

    private async Task<string> AddUserAsync()
    {
        var user = $"user-{Unique}";
        await Broker.AddUserAsync(user, Secret, Token);
        return user;
    }

    private async Task<T> FailsAsync<T>(Uri uri, Func<RabbitMqOptions, RabbitMqOptions>? with = null)
        where T : Exception
    {
        var thrown = await Assert.ThrowsAsync<T>(() => OpenAsync(uri, with: with));
        Assert.DoesNotContain(Secret, $"{thrown}", StringComparison.Ordinal);
        return thrown;
    }
}
