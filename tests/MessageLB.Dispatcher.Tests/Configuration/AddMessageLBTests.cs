using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Configuration;

public sealed class AddMessageLBTests
{
    [Fact]
    public void AddMessageLB_SectionOfAppSettings_ConfiguresTheDispatcher()
    {
        var services = new ServiceCollection();

        services.AddMessageLB(Settings(("MessageLB:Groups:orders:Routes:0", "orders.#"), ("MessageLB:Groups:orders:Algorithm", "round_robin"), ("MessageLB:ShutdownTimeout", "7s")));

        var config = (MessageLBConfig)services.Single(s => s.ServiceType == typeof(MessageLBConfig)).ImplementationInstance!;
        Assert.Equal(["orders"], config.Groups.Select(g => g.Name));
        Assert.Equal("round_robin", config.Groups[0].Algorithm);
        Assert.Equal(TimeSpan.FromSeconds(7), config.ShutdownTimeout);
    }

    [Fact]
    public void AddMessageLB_WrongSettings_ThrowsAllErrors()
    {
        var error = Assert.Throws<MessageLBConfigurationException>(
            () => new ServiceCollection().AddMessageLB(Settings(("MessageLB:Groups:orders:Algoritm", "round_robin"), ("MessageLB:ShutdownTimeout", "7"))));

        Assert.Contains("Did you mean", error.Message, StringComparison.Ordinal);
        Assert.Contains("shutdown", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void AddMessageLB_WrongConfigurationMadeByCode_Throws()
    {
        var config = MessageLBConfig.Default with { Groups = [GroupConfig.Default with { Prefetch = 0 }] };

        Assert.Throws<MessageLBConfigurationException>(() => new ServiceCollection().AddMessageLB(config));
    }

    private static IConfiguration Settings(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build();
}
