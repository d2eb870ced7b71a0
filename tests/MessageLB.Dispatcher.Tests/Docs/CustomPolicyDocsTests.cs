using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using MessageLB.Dispatcher.Hosting;
using MessageLB.Dispatcher.Tests.EndToEnd;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Worker;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Docs;

/// <summary>That <c>docs/routing/custom.md</c> says what the code does.</summary>
public sealed class CustomPolicyDocsTests
{
    private static readonly string[] Orders = ["--MessageLB:Groups:orders:Routes:0=orders.#", "--MessageLB:Groups:orders:Algorithm=site"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Code_EveryBlock_IsARegionThatCompiles() => Assert.Equal(
        PageCode.Regions(PageCode.Read("tests", "MessageLB.Dispatcher.Tests", "Docs", "CustomPolicySamples.cs")),
        PageCode.Blocks(PageCode.Read("docs", "routing", "custom.md")));

    [Fact]
    public void AddMessageLBPolicy_NamedByAGroup_IsWhatTheGroupGets()
    {
        using var host = CustomPolicySamples.Hosted(Orders, new InMemoryTransport());
        var group = Assert.Single(host.Services.GetRequiredService<MessageLBConfig>().Groups);

        var policy = host.Services.GetRequiredService<RoutingPolicyRegistry>().Create(group.Algorithm, group);

        Assert.IsType<CustomPolicySamples.SitePolicy>(policy);
    }

    [Theory]
    [InlineData("random", "A custom routing policy cannot be named 'random': configuration takes that for the built-in 'random'. Give it another name.")]
    [InlineData("least_conn", "A custom routing policy cannot be named 'least_conn': configuration takes that for the built-in 'least_connections'. Give it another name.")]
    public void AddMessageLBPolicy_NameOfABuiltIn_FailsWhereTheRegistryIsMade(string name, string expected)
    {
        var services = new ServiceCollection();
        services.AddMessageLB(MessageLBConfig.Default);
        services.AddMessageLBPolicy(name, _ => new CustomPolicySamples.SitePolicy());
        using var provider = services.BuildServiceProvider();

        var thrown = Assert.Throws<MessageLBException>(() => provider.GetRequiredService<RoutingPolicyRegistry>());

        Assert.Equal(expected, thrown.Message);
    }

    [Fact]
    public async Task Dispatcher_CustomPolicy_RoutesByIt()
    {
        const int Messages = 40;
        var book = new CompletionBook(Messages);
        await using var host = await EmbeddedHost.StartAsync(
            MessageLBConfig.Default with { Groups = [GroupConfig.Default with { Algorithm = "site", Window = WindowConfig.Fixed(1000) }] },
            services =>
            {
                services.AddMessageLBPolicy("site", _ => new CustomPolicySamples.SitePolicy());
                foreach (var name in (string[])["eu-1", "us-1"]) services.AddMessageLBWorker("default", name, _ => new BookingHandler(book));
            });
        await Eventually.TrueAsync(
            () => ValueTask.FromResult(host.Status.Read().Groups[0].Destinations.Count(d => d.State == "ready") == 2), "both workers are ready", Token);

        await host.PublishAsync(Messages, "us.order.new");
        await book.Complete.OrFailAsync($"{Messages} completions", Token);

        Assert.Equal((0, Messages), (book.Of("eu-1"), book.Of("us-1")));
    }
}
