using MessageLB.CommandLine;
using MessageLB.CommandLine.Commands.Bench.Failover;
using MessageLB.CommandLine.Commands.Bench.Failover.Faults;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class FailoverCommandTests
{
    private readonly TestTerminal _terminal = new();

    [Theory]
    [InlineData("--fault kil", "messagelb: --fault: \"kil\" is not known; there are kill, stop, stuck, dispatcher, tier, broker.")]
    [InlineData("--broker amqp://broker.example", "messagelb: --broker: broker.example is not this machine; faults are done here, and a broker elsewhere would hear of them when its network does.")]
    [InlineData("--fault broker --broker amqp://localhost", "messagelb: --broker: it would be stopped again and again; leave it out, and --fault broker starts one of its own.")]
    [InlineData("--fault stop --stop-for 1s", "messagelb: --stop-for: 1 s is not from 3 s to 60 s.")]
    [InlineData("--fault stuck --handler-timeout 5m", "messagelb: --handler-timeout: 300 s is not from 0.1 s to 60 s.")]
    [InlineData("--work 1us", "messagelb: --work, --load: 6,000,000 messages would arrive per second; more than 20,000 measure the measuring: make messages longer or workers fewer.")]
    public async Task Run_WrongCommandLine_SaysWhatIsWrongAndExitsWith64(string line, string error)
    {
        var code = await _terminal.RunAsync(["bench", "failover", .. line.Split(' ')]);

        Assert.Equal((ExitCodes.Usage, error + Environment.NewLine, string.Empty), (code, _terminal.Error, _terminal.Out));
    }

    [Fact]
    public void KnownFaults_Each_IsCreatedByItsNameAndSaysWhatItMeasures()
    {
        var options = new FailoverOptions(1, 2, 1, FailoverOptions.DefaultWork, 0.5, FailoverOptions.DefaultTimeout);
        foreach (var name in KnownFaults.Names.Split(", "))
        {
            var fault = KnownFaults.Create(name, options);

            Assert.Equal(name, fault.Name);
            Assert.Contains(fault.Figures, figure => figure.TargetMs > 0);
            Assert.All(fault.Figures, figure => Assert.EndsWith("_ms", figure.Name, StringComparison.Ordinal));
        }
    }
}
